package dev.jflare.settings;

import dev.jflare.lang.Nullable;

/** One place that settings come from. */
interface Source {
  /** What this place says about a setting, or null when it says nothing. */
  @Nullable
  Raw find(Setting setting);
}
