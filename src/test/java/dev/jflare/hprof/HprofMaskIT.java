package dev.jflare.hprof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.testing.Command;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netbeans.lib.profiler.heap.ArrayItemValue;
import org.netbeans.lib.profiler.heap.Field;
import org.netbeans.lib.profiler.heap.FieldValue;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;
import org.netbeans.lib.profiler.heap.ObjectArrayInstance;
import org.netbeans.lib.profiler.heap.ObjectFieldValue;

/** Dumps of real JVMs, before and after, as VisualVM's reader sees them. */
class HprofMaskIT {
  private static final String SECRET = "wombat7quokka9numbat";
  private static final long CARD = 4929_1234_5678_1234L;
  private static final String THREAD = "kept-worker password=" + SECRET;

  @TempDir private Path folder;

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {8, 11, 17, 21, 25})
  void aDump_keepsItsShapeAndLosesItsValues(int version) throws Exception {
    Optional<Path> home = Jdks.home(version);
    assumeTrue(home.isPresent(), "no JDK " + version + " here");
    Path dump = folder.resolve("dump.hprof");
    Path masked = folder.resolve("masked.hprof");
    try (TargetJvm target =
        TargetJvm.of("Hoard")
            .home(home.orElseThrow())
            .arguments(SECRET, Long.toString(CARD))
            .start()) {
      String jcmd = home.orElseThrow().resolve("bin/jcmd").toString();
      Command.run(jcmd, Long.toString(target.pid()), "GC.heap_dump", "-all", dump.toString());
    }
    HprofReport report = mask(dump, masked);

    assertEquals(Files.size(dump), Files.size(masked));
    assertEquals(Files.size(dump), report.bytes());
    assertEquals(List.of(), missing(Files.readAllBytes(dump)), "planted, but not in the dump");
    assertEquals(forms().keySet(), new TreeSet<>(missing(Files.readAllBytes(masked))));

    Heap before = HeapFactory.createHeap(dump.toFile());
    Heap after = HeapFactory.createHeap(masked.toFile());
    assertEquals(objects(report), assertSameShape(before, after), report::toString);
    assertWhatIsNeededStays(after);
    assertTrue(report.keptTexts() >= 2, () -> report.keptTexts() + " names");
  }

  private static HprofReport mask(Path dump, Path masked) throws Exception {
    try (InputStream in = Files.newInputStream(dump);
        OutputStream out = Files.newOutputStream(masked)) {
      return HprofMask.mask(in, out, new Collections());
    }
  }

  private static long objects(HprofReport report) {
    return report.instances() + report.objectArrays() + report.primitiveArrays();
  }

  private static long assertSameShape(Heap before, Heap after) {
    assertEquals(classes(before), classes(after));
    Iterator<?> instances = before.getAllInstancesIterator();
    Iterator<?> masked = after.getAllInstancesIterator();
    long objects = 0;
    while (instances.hasNext()) {
      assertEquals(shape((Instance) instances.next()), shape((Instance) masked.next()));
      objects++;
    }
    assertTrue(objects > 1000, () -> "hardly any objects");
    assertTrue(!masked.hasNext(), "more objects than before");
    assertEquals(before.getGCRoots().size(), after.getGCRoots().size());
    return objects;
  }

  private static Map<String, String> classes(Heap heap) {
    Map<String, String> classes = new TreeMap<>();
    for (Object one : heap.getAllClasses()) {
      JavaClass type = (JavaClass) one;
      classes.put(
          type.getName() + " " + type.getJavaClassId(),
          type.getInstancesCount()
              + " of "
              + type.getAllInstancesSize()
              + " bytes, fields "
              + each(type.getFields(), Field.class).map(Field::getName).toList()
              + ", statics "
              + each(type.getStaticFieldValues(), ObjectFieldValue.class)
                  .map(FieldValue::getValue)
                  .toList());
    }
    return classes;
  }

  private static <T> Stream<T> each(List<?> list, Class<T> kind) {
    return list.stream().filter(kind::isInstance).map(kind::cast);
  }

  /** Identity, class, size and references: all of an object but its values. */
  private static String shape(Instance instance) {
    StringBuilder shape = new StringBuilder();
    shape.append(instance.getInstanceId()).append(' ').append(instance.getJavaClass().getName());
    shape.append(' ').append(instance.getSize());
    if (instance instanceof ObjectArrayInstance array) {
      return shape
          .append(each(array.getItems(), ArrayItemValue.class).map(HprofMaskIT::id).toList())
          .toString();
    }
    each(instance.getFieldValues(), ObjectFieldValue.class)
        .forEach(reference -> shape.append(' ').append(reference.getValue()));
    return shape.toString();
  }

  private static long id(ArrayItemValue item) {
    return item.getInstance() == null ? 0 : item.getInstance().getInstanceId();
  }

  private static void assertWhatIsNeededStays(Heap heap) {
    JavaClass hoard = heap.getJavaClassByName("Hoard");
    Instance list = (Instance) hoard.getValueOfStaticField("LIST");
    Instance map = (Instance) hoard.getValueOfStaticField("MAP");
    assertEquals(51, list.getValueOfField("size"));
    assertEquals(51, list.getValueOfField("modCount"));
    assertEquals(777, map.getValueOfField("size"));
    assertEquals(1536, map.getValueOfField("threshold"));
    assertEquals(0L, hoard.getValueOfStaticField("staticCard"));
    Instance card = first(heap, "Hoard$Card");
    assertEquals(0, card.getValueOfField("pin"));
    assertEquals(0.0, card.getValueOfField("limit"));
    Instance large = first(heap, "Hoard$Large");
    assertEquals(0L, large.getValueOfField("card"));
    for (Object one : heap.getJavaClassByName("java.lang.String").getInstances()) {
      Instance text = (Instance) one;
      Object coder = text.getValueOfField("coder"); // there is none in Java 8
      assertTrue(coder == null || ((Byte) coder) == 0, "a string in UTF-16");
      assertEquals(0, text.getValueOfField("hash"));
    }
  }

  private static Instance first(Heap heap, String type) {
    return (Instance) heap.getJavaClassByName(type).getInstances().get(0);
  }

  /** What is searched: whatever is in the dump before must not be in it afterwards. */
  private static Map<String, byte[]> forms() {
    byte[] secret = SECRET.getBytes(UTF_8);
    Map<String, byte[]> forms = new TreeMap<>();
    forms.put("plain", secret);
    forms.put("UTF-16", SECRET.getBytes(UTF_16LE));
    forms.put("UTF-16 big-endian", SECRET.getBytes(UTF_16BE));
    forms.put("Base64", Base64.getEncoder().encode(Arrays.copyOf(secret, secret.length / 3 * 3)));
    forms.put("number", ByteBuffer.allocate(8).putLong(CARD).array());
    forms.put("small number", ByteBuffer.allocate(4).putInt(47110815).array());
    forms.put("literal", "literal-of-a-class-file-51".getBytes(UTF_8));
    return forms;
  }

  private static List<String> missing(byte[] dump) {
    String all = new String(dump, ISO_8859_1);
    List<String> missing = new ArrayList<>();
    forms()
        .forEach(
            (name, bytes) -> {
              if (!all.contains(new String(bytes, ISO_8859_1))) {
                missing.add(name);
              }
            });
    return missing;
  }

  /** Two classes and two names. */
  private static final class Collections implements HprofPolicy {
    @Override
    public boolean keepsCounters(long serialVersionUid) {
      return serialVersionUid == 8683452581122892189L || serialVersionUid == 362498820763181265L;
    }

    @Override
    public Map<String, String> texts() {
      return Map.of(
          "kept-pool-1", "kept-pool-1", THREAD, THREAD.replaceAll("\\w{20}$", "*".repeat(20)));
    }
  }
}
