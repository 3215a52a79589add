package dev.jflare.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceNameTest {
  @Test
  void theEnvironmentIsStrongest_thenTheProperty_thenTheProgram() {
    Map<String, String> properties =
        Map.of("dd.service", "from property", "sun.java.command", "com.acme.Shop");
    assertEquals("from_env_1", ServiceName.of(Map.of("DD_SERVICE", "from.env:1"), properties));
    assertEquals("from_property", ServiceName.of(Map.of(), properties));
    assertEquals("Shop", ofCommand("com.acme.Shop --port 80"));
  }

  @Test
  void aProgramIsItsJarOrItsClass() {
    assertEquals("shop-1_2", ofCommand("/srv/app/shop-1.2.jar --port 80"));
    assertEquals("Shop", ofCommand("module.name/com.acme.Shop"));
    assertEquals("Main", ofCommand("Main"));
    assertEquals("java", ofCommand(""));
  }

  private static String ofCommand(String command) {
    return ServiceName.of(Map.of(), Map.of("sun.java.command", command));
  }
}
