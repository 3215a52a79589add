package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jflare.pprof.Labels;
import dev.jflare.profile.ScopeEvents.Scope;
import dev.jflare.scrub.ScrubSettings;
import dev.jflare.scrub.Scrubber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceScopesTest {
  private static final Labels THREAD = Labels.of("thread", "worker");

  @Test
  void innermostScopeOfTheThreadCounts() {
    TraceScopes scopes =
        TraceScopes.of(
            Map.of(
                7L,
                new ArrayList<>(
                    List.of(
                        new Scope(20, 30, "t", "inner"), // a scope is written when it ends
                        new Scope(40, 50, "t", "second"),
                        new Scope(10, 60, "t", "outer"),
                        new Scope(70, 80, "t", "next")))));
    assertEquals(THREAD, scopes.label(THREAD, 7, 9));
    assertEquals(labels("outer"), scopes.label(THREAD, 7, 10));
    assertEquals(labels("inner"), scopes.label(THREAD, 7, 25));
    assertEquals(labels("outer"), scopes.label(THREAD, 7, 35));
    assertEquals(labels("second"), scopes.label(THREAD, 7, 50));
    assertEquals(labels("outer"), scopes.label(THREAD, 7, 60));
    assertEquals(THREAD, scopes.label(THREAD, 7, 65));
    assertEquals(labels("next"), scopes.label(THREAD, 7, 75));
    assertEquals(THREAD, scopes.label(THREAD, 7, 90));
    assertEquals(THREAD, scopes.label(THREAD, 8, 25), "another thread");
  }

  @Test
  void idsAreNoSecretsToTheScrubber() {
    Scrubber scrubber = Scrubber.of(ScrubSettings.builder().build());
    for (String id : List.of("4bf92f3577b34da6-a3ce929d0e0e4736", "00f067aa0ba902b7", "42")) {
      assertEquals(id, scrubber.line(id));
    }
  }

  private static Labels labels(String span) {
    return THREAD.with("trace_id", "t").with("span_id", span);
  }
}
