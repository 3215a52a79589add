package dev.jflare.scrub;

import static java.util.Objects.requireNonNull;

import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a site wants masked beyond the built-in rules, or not masked. Immutable. */
public final class ScrubSettings {
  private final List<String> additionalKeys;
  private final List<String> strippedKeys;
  private final boolean datadog;
  private final List<UserRule> custom;
  private final List<UserRule> allowed;

  private ScrubSettings(Builder builder) {
    this.additionalKeys = Collections.unmodifiableList(new ArrayList<>(builder.additionalKeys));
    this.strippedKeys = Collections.unmodifiableList(new ArrayList<>(builder.strippedKeys));
    this.datadog = builder.rules.equals("datadog");
    this.custom = UserRule.all(Setting.SCRUB_CUSTOM.key(), builder.custom);
    this.allowed = UserRule.all(Setting.SCRUB_ALLOW.key(), builder.allowed);
  }

  /** No keys beyond the built-in rules. */
  public static ScrubSettings defaults() {
    return builder().build();
  }

  /**
   * What the settings of a run say of masking.
   *
   * @throws IllegalArgumentException when a rule of the user is wrong; the message names it
   */
  public static ScrubSettings of(Settings settings) {
    ScrubSettings loaded = load(settings);
    loaded.custom.forEach(rule -> rule.probe(Setting.SCRUB_CUSTOM.key()));
    loaded.allowed.forEach(rule -> rule.probe(Setting.SCRUB_ALLOW.key()));
    return loaded;
  }

  private static ScrubSettings load(Settings settings) {
    return builder()
        .additionalKeys(settings.list(Setting.SCRUBBER_ADDITIONAL_KEYS))
        .strippedKeys(settings.list(Setting.FLARE_STRIPPED_KEYS))
        .rules(settings.string(Setting.SCRUB_RULES))
        .custom(settings.list(Setting.SCRUB_CUSTOM))
        .allowed(settings.list(Setting.SCRUB_ALLOW))
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

  /** Whether the rules are the Datadog Agent's, bug for bug, and nothing else. */
  boolean datadog() {
    return datadog;
  }

  List<UserRule> custom() {
    return custom;
  }

  List<UserRule> allowed() {
    return allowed;
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
    private String rules = "default";
    private List<String> custom = Collections.emptyList();
    private List<String> allowed = Collections.emptyList();

    private Builder() {}

    public Builder additionalKeys(List<String> keys) {
      this.additionalKeys = requireNonNull(keys, "keys");
      return this;
    }

    public Builder strippedKeys(List<String> keys) {
      this.strippedKeys = requireNonNull(keys, "keys");
      return this;
    }

    /** {@code default}, or {@code datadog} for the Datadog Agent's rules bug for bug. */
    public Builder rules(String set) {
      this.rules = requireNonNull(set, "set");
      return this;
    }

    /** The items of {@code jflare.scrub.custom}, a JSON object each. */
    public Builder custom(List<String> items) {
      this.custom = requireNonNull(items, "items");
      return this;
    }

    /** The items of {@code jflare.scrub.allow}, a JSON object each. */
    public Builder allowed(List<String> items) {
      this.allowed = requireNonNull(items, "items");
      return this;
    }

    /**
     * @throws IllegalArgumentException when an item is wrong; the message names it
     */
    public ScrubSettings build() {
      return new ScrubSettings(this);
    }
  }
}
