package dev.jflare.pprof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the strictest readers ask of a profile: Parca that ids are 1..N in table order, Pyroscope
 * that the period type is set, Alloy that addresses are there and differ, go tool pprof that
 * mappings claim their symbols.
 */
public final class PprofRules {
  private final List<String> strings = new ArrayList<>();
  private final List<long[]> references = new ArrayList<>();
  private final Set<Long> addresses = new HashSet<>();
  private int mappings;
  private int locations;
  private int functions;

  private PprofRules() {}

  /** Fails the test when the profile breaks a rule. */
  public static void check(byte[] proto) throws IOException {
    PprofRules rules = new PprofRules();
    ProtoReader in = new ProtoReader(proto);
    boolean period = false;
    int sampleTypes = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> sampleTypes++;
        case 2 -> rules.sample(in.message());
        case 3 -> rules.mapping(in.message());
        case 4 -> rules.location(in.message());
        case 5 -> rules.function(in.message());
        case 6 -> rules.strings.add(in.text());
        case 11 -> period = true;
        default -> {}
      }
    }
    assertTrue(sampleTypes > 0, "sample types");
    assertTrue(period, "period type");
    rules.checkReferences();
    Pprof read = PprofReader.read(proto);
    assertFalse(read.periodType().type().isEmpty(), "period type has a name");
    assertNotEquals(0, read.timeNanos(), "time");
  }

  /** How many locations the profile has. */
  public static int locations(byte[] proto) throws IOException {
    int count = 0;
    ProtoReader in = new ProtoReader(proto);
    while (in.next()) {
      count += in.field() == 4 ? 1 : 0;
    }
    return count;
  }

  private void sample(ProtoReader in) throws IOException {
    boolean stack = false;
    while (in.next()) {
      if (in.field() == 1) {
        stack = true;
        for (long id : in.numbers()) {
          references.add(new long[] {4, id});
        }
      } else if (in.field() == 3) {
        ProtoReader label = in.message();
        assertTrue(label.next() && label.field() == 1 && label.number() != 0, "label key");
        references.add(new long[] {6, label.number()});
      }
    }
    assertTrue(stack, "a sample has a stack");
  }

  private void mapping(ProtoReader in) throws IOException {
    mappings++;
    int flags = 0;
    while (in.next()) {
      if (in.field() == 1) {
        assertEquals(mappings, in.number(), "mapping ids in order");
      }
      if (in.field() >= 7 && in.field() <= 10) {
        flags += in.number() == 1 ? 1 : 0;
      }
    }
    assertEquals(4, flags, "a mapping claims functions, files, lines and inlined frames");
  }

  private void location(ProtoReader in) throws IOException {
    locations++;
    long mapping = 0;
    long address = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> assertEquals(locations, in.number(), "location ids in order");
        case 2 -> mapping = in.number();
        case 3 -> address = in.number();
        case 4 -> {
          ProtoReader line = in.message();
          assertTrue(line.next() && line.field() == 1, "a line has a function");
          references.add(new long[] {5, line.number()});
        }
        default -> {}
      }
    }
    references.add(new long[] {3, mapping});
    assertTrue(address >= SyntheticAddress.mappingStart((int) mapping), "address in its mapping");
    assertTrue(address < SyntheticAddress.mappingEnd((int) mapping), "address in its mapping");
    assertTrue(addresses.add(address), "addresses differ");
  }

  private void function(ProtoReader in) throws IOException {
    functions++;
    while (in.next()) {
      if (in.field() == 1) {
        assertEquals(functions, in.number(), "function ids in order");
      } else {
        references.add(new long[] {6, in.number()});
      }
    }
  }

  private void checkReferences() {
    assertEquals("", strings.get(0), "the first string is empty");
    assertEquals(strings.size(), new HashSet<>(strings).size(), "each string once");
    for (long[] reference : references) {
      long id = reference[1];
      switch ((int) reference[0]) {
        case 3 -> assertTrue(id >= 1 && id <= mappings, "mapping " + id);
        case 4 -> assertTrue(id >= 1 && id <= locations, "location " + id);
        case 5 -> assertTrue(id >= 1 && id <= functions, "function " + id);
        default -> assertTrue(id >= 0 && id < strings.size(), "string " + id);
      }
    }
  }
}
