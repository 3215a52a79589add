package dev.jflare.collect;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.core.JsonFactory;
import dev.jflare.jvm.LocalJvm;
import dev.jflare.testing.FakeEvidence;
import dev.jflare.time.Deadline;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadedJarsTest {
  @Test
  void jarsThatClassesCameFrom_withSizeAndVersion() throws Exception {
    Instrumentation instrumentation = mock(Instrumentation.class);
    when(instrumentation.getAllLoadedClasses())
        .thenReturn(
            new Class<?>[] {String.class, int[].class, JsonFactory.class, LoadedJars.class});
    FakeEvidence evidence = new FakeEvidence();
    new LoadedJars(LocalJvm.current(), instrumentation)
        .collect(evidence, Deadline.after(Duration.ofSeconds(5)));
    String text = evidence.text("jvm/jars.txt");
    assertTrue(
        text.matches("(?s).*file:\\S*/jackson-core-[^\n]* bytes  20[^\n]*  classes=1  version=.*"),
        text);
    assertTrue(text.contains("== class path ==\n"), text);
  }
}
