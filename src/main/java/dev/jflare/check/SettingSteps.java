package dev.jflare.check;

import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import dev.jflare.upload.Destination;
import java.util.function.Consumer;

/** What the settings alone tell: nothing is opened and nobody asked. */
final class SettingSteps {
  /** The end of a key is shown only where that leaves most of it unseen. */
  private static final int KEY_CHARS = 16;

  private static final int KEY_TAIL = 4;

  private final Settings settings;
  private final Target target;
  private final Destination destination;
  private final Consumer<Step> steps;

  SettingSteps(Settings settings, Destination destination, Consumer<Step> steps) {
    this.destination = destination;
    this.settings = settings;
    this.target = new Target(Target.DESTINATION, destination.target(""));
    this.steps = steps;
  }

  void tell() {
    steps.accept(Step.of(target, "settings", destination()));
    steps.accept(Step.of(target, "API key", key()));
    if (settings.flag(Setting.SKIP_SSL_VALIDATION)) {
      String from = settings.source(Setting.SKIP_SSL_VALIDATION);
      steps.accept(
          Step.of(
              target,
              "settings",
              Finding.warn(
                  "nobody checks who the server is: skip_ssl_validation is set, from " + from,
                  "jflare.tls_ca_file trusts one authority more instead of everybody")));
    }
  }

  private Finding destination() {
    Setting decisive = Setting.SITE;
    if (!settings.secret(Setting.UPLOAD_URL).isEmpty()) {
      decisive = Setting.UPLOAD_URL;
    } else if (!settings.string(Setting.DD_URL).isEmpty()) {
      decisive = Setting.DD_URL;
    }
    return Finding.ok(
        settings.isSet(decisive)
            ? "the destination is that of " + decisive.key() + ", from " + settings.source(decisive)
            : "neither dd_url nor site is set: the destination is the default");
  }

  private Finding key() {
    String key = settings.secret(Setting.API_KEY).reveal();
    if (!destination.wantsKey()) {
      return Finding.ok("not sent: the presigned URL has its own permission");
    }
    if (key.isEmpty()) {
      return Finding.warn(
          "not set: Datadog refuses flares without one", "DD_API_KEY, api_key or --api-key-file");
    }
    String from = "set, from " + settings.source(Setting.API_KEY);
    return Finding.ok(
        key.length() < KEY_CHARS
            ? from
            : from + ", ends in " + key.substring(key.length() - KEY_TAIL));
  }
}
