package dev.jflare.scrub;

import static java.util.Objects.requireNonNull;

import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which keys a site wants masked beyond the built-in rules. Immutable. */
public final class ScrubSettings {
  private final List<String> additionalKeys;
  private final List<String> strippedKeys;

  private ScrubSettings(Builder builder) {
    this.additionalKeys = Collections.unmodifiableList(new ArrayList<>(builder.additionalKeys));
    this.strippedKeys = Collections.unmodifiableList(new ArrayList<>(builder.strippedKeys));
  }

  /** No keys beyond the built-in rules. */
  public static ScrubSettings defaults() {
    return builder().build();
  }

  /** What the settings of a run say of masking. */
  public static ScrubSettings of(Settings settings) {
    return builder()
        .additionalKeys(settings.list(Setting.SCRUBBER_ADDITIONAL_KEYS))
        .strippedKeys(settings.list(Setting.FLARE_STRIPPED_KEYS))
        .build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The values of {@code scrubber.additional_keys}. */
  public List<String> additionalKeys() {
    return additionalKeys;
  }

  /** The values of the deprecated {@code flare_stripped_keys}; they work the same way. */
  public List<String> strippedKeys() {
    return strippedKeys;
  }

  /** Both lists without the two keys that have rules of their own (reference datadog-flare 3.3). */
  List<String> configuredKeys() {
    List<String> keys = new ArrayList<>(additionalKeys);
    keys.addAll(strippedKeys);
    keys.removeIf(key -> key.isEmpty() || key.equals("api_key") || key.equals("app_key"));
    return keys;
  }

  /** Collects the keys; each is a regular expression, as in the Datadog Agent. */
  public static final class Builder {
    private List<String> additionalKeys = Collections.emptyList();
    private List<String> strippedKeys = Collections.emptyList();

    private Builder() {}

    public Builder additionalKeys(List<String> keys) {
      this.additionalKeys = requireNonNull(keys, "keys");
      return this;
    }

    public Builder strippedKeys(List<String> keys) {
      this.strippedKeys = requireNonNull(keys, "keys");
      return this;
    }

    public ScrubSettings build() {
      return new ScrubSettings(this);
    }
  }
}
