package dev.jflare.scrape;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import dev.jflare.net.HttpCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Where the bearer tokens of endpoints are, {@code NAME=env:VARIABLE} or {@code NAME=file:PATH}
 * each. A token is looked up when it is needed, and is in no option and no request.
 */
public final class PprofTokens {
  /** No endpoint wants one. */
  public static final PprofTokens NONE = new PprofTokens(new ArrayList<>(), name -> "");

  private final Map<String, String> places = new LinkedHashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private final UnaryOperator<String> environment;

  /**
   * @param items of the setting {@code jflare.pprof_auth}
   * @param environment the value of a variable, empty when it is not set
   */
  public PprofTokens(List<String> items, UnaryOperator<String> environment) {
    this.environment = environment;
    for (String item : items) {
      int equals = item.indexOf('=');
      String place = item.substring(equals + 1);
      if (equals > 0 && (place.startsWith("env:") || place.startsWith("file:"))) {
        places.put(item.substring(0, equals), place);
      } else {
        // not the item: somebody may have put the token itself there
        wrong.add("jflare.pprof_auth: expected NAME=env:VARIABLE or NAME=file:PATH");
      }
    }
  }

  /** What is wrong with the setting, a line each. */
  List<String> complaints(Collection<String> endpoints) {
    List<String> complaints = new ArrayList<>(wrong);
    for (String name : places.keySet()) {
      if (!endpoints.contains(name)) {
        complaints.add("jflare.pprof_auth: there is no endpoint of the name " + name);
      }
    }
    return complaints;
  }

  boolean has(String endpoint) {
    return places.containsKey(endpoint);
  }

  /**
   * The call with the token of its endpoint, if that has one.
   *
   * @throws IOException when the token is not where it should be
   */
  public HttpCall authorized(HttpCall call, String endpoint) throws IOException {
    Secret token = token(endpoint);
    return token == null ? call : call.withHeader("Authorization", "Bearer " + token.reveal());
  }

  /**
   * The token of an endpoint, null when it has none.
   *
   * @throws IOException when it is not where it should be
   */
  @Nullable
  Secret token(String endpoint) throws IOException {
    String place = places.get(endpoint);
    if (place == null) {
      return null;
    }
    String value;
    if (place.startsWith("env:")) {
      value = environment.apply(place.substring("env:".length()));
    } else {
      try {
        byte[] content = Files.readAllBytes(Paths.get(place.substring("file:".length())));
        value = new String(content, StandardCharsets.UTF_8);
      } catch (IOException unreadable) {
        throw new IOException("jflare.pprof_auth: " + place + " cannot be read", unreadable);
      }
    }
    if (value == null || value.trim().isEmpty()) {
      throw new IOException("jflare.pprof_auth: " + place + " is empty or not set");
    }
    return Secret.of(value.trim());
  }
}
