package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedProfilersTest {
  private static final String PREFIX = "7f0000000000-7f0000001000 r-xp 00000000 08:01 12  ";

  @TempDir Path folder;

  @Test
  void libraryOfAnotherToolIsFound() throws Exception {
    MappedProfilers mapped =
        read(PREFIX + "/tmp/libasyncProfiler-123.so (deleted)\n" + PREFIX + "/lib/libc.so.6\n");
    assertEquals("libasyncProfiler-123.so (deleted)", mapped.foreign());
    assertFalse(mapped.hasOurs());
    assertEquals("libjavaProfiler-dd.so", read(PREFIX + "/x/libjavaProfiler-dd.so\n").foreign());
  }

  @Test
  void ourOwnIsNoStranger() throws Exception {
    MappedProfilers mapped = read(PREFIX + "/tmp/w/jflare-libasyncProfiler-0a1b.so (deleted)\n");
    assertNull(mapped.foreign());
    assertTrue(mapped.hasOurs());
  }

  @Test
  void nothingIsKnownWithoutProc() {
    MappedProfilers mapped = MappedProfilers.of(folder.resolve("absent"));
    assertNull(mapped.foreign());
    assertFalse(mapped.hasOurs());
  }

  @Test
  void beanOfAnotherAgentIsASign() throws Exception {
    MBeanServer server = MBeanServerFactory.newMBeanServer();
    assertDoesNotThrow(() -> MappedProfilers.requireNoOther(server));
    Object bean = new StandardMBean(() -> {}, Runnable.class);
    server.registerMBean(bean, new ObjectName("one.profiler:type=AsyncProfiler"));
    assertEquals(
        "another profiler is in this process: the MBean one.profiler:type=AsyncProfiler",
        assertThrows(RefusedException.class, () -> MappedProfilers.requireNoOther(server))
            .getMessage());
  }

  private MappedProfilers read(String maps) throws Exception {
    return MappedProfilers.of(Files.writeString(folder.resolve("maps"), maps));
  }
}
