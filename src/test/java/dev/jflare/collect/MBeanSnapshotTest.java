package dev.jflare.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jflare.testing.FakeEvidence;
import dev.jflare.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class MBeanSnapshotTest {
  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final FakeEvidence evidence = new FakeEvidence();

  /** What programs do in MBeans. */
  public interface OddMBean {
    String getPlain();

    String getLong();

    List<Object> getEndless();

    Object getOwnType();

    String getFailing();

    String getOverflowing();

    double getNotANumber();

    int[] getMany();

    Map<String, String> getSettings();

    Object getNull();

    void setWriteOnly(String value);
  }

  public static final class Odd implements OddMBean {
    @Override
    public String getPlain() {
      return "a \"quoted\"\nline";
    }

    @Override
    public String getLong() {
      return "x".repeat(MBeanJson.CHARACTERS + 1);
    }

    @Override
    public List<Object> getEndless() {
      List<Object> list = new ArrayList<>();
      list.add(list);
      return list;
    }

    @Override
    public Object getOwnType() {
      return new Object() {
        @Override
        public String toString() {
          throw new AssertionError("not ours to call");
        }
      };
    }

    @Override
    public String getFailing() {
      throw new IllegalStateException("pool is closed");
    }

    @Override
    public String getOverflowing() {
      return getOverflowing() + "x";
    }

    @Override
    public double getNotANumber() {
      return Double.NaN;
    }

    @Override
    public int[] getMany() {
      return new int[MBeanJson.ELEMENTS + 10];
    }

    @Override
    public Map<String, String> getSettings() {
      return new TreeMap<>(Map.of("password", "hunter2", "size", "5"));
    }

    @Override
    public Object getNull() {
      return null;
    }

    @Override
    public void setWriteOnly(String value) {
      throw new AssertionError("never set");
    }
  }

  @Test
  void oddAttributes_costOnlyThemselves() throws Exception {
    server.registerMBean(new Odd(), new ObjectName("shop:type=Odd,name=\"a,b\""));
    JsonNode odd = collect().get("shop:name=\"a,b\",type=Odd");
    assertEquals("a \"quoted\"\nline", odd.get("Plain").asText());
    assertTrue(odd.get("Long").asText().endsWith("x(cut)"));
    assertTrue(odd.get("Endless").toString().contains("deeper than"));
    assertTrue(odd.get("OwnType").asText().contains("MBeanSnapshotTest$Odd$"));
    assertEquals("(IllegalStateException: pool is closed)", odd.get("Failing").asText());
    assertTrue(odd.get("Overflowing").asText().contains("StackOverflowError"));
    assertEquals("NaN", odd.get("NotANumber").asText());
    assertEquals(MBeanJson.ELEMENTS + 1, odd.get("Many").size());
    assertEquals(
        "hunter2", odd.get("Settings").get("password").asText(), "by key, for the scrubber");
    assertTrue(odd.get("Null").isNull());
    assertFalse(odd.has("WriteOnly"));
    assertEquals(List.of(), evidence.gaps());
  }

  @Test
  void ourOwnMBeans_andThoseThatChangeTheJvm_areNotRead() throws Exception {
    for (String name : List.of("dev.jflare:type=Flare", "java.util.logging:type=Logging")) {
      server.registerMBean(new Odd(), new ObjectName(name));
    }
    JsonNode all = collect();
    assertFalse(all.has("dev.jflare:type=Flare"));
    assertFalse(all.has("java.util.logging:type=Logging"));
  }

  @Test
  void moreMBeansThanFit_areCountedAndSaidToBeMissing() throws Exception {
    for (int i = 0; i < MBeanSnapshot.BEANS + 5; i++) {
      server.registerMBean(new javax.management.timer.Timer(), new ObjectName("many:id=" + i));
    }
    assertEquals(MBeanSnapshot.BEANS, collect().size());
    assertEquals(List.of("jvm/mbeans.json: not complete: more than fits"), evidence.gaps());
  }

  private JsonNode collect() throws Exception {
    new MBeanSnapshot(server).collect(evidence, Deadline.after(Duration.ofSeconds(30)));
    return new ObjectMapper().readTree(evidence.text("jvm/mbeans.json"));
  }
}
