package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jflare.pprof.Frame;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaNamesTest {
  @ParameterizedTest
  @CsvSource({
    "java/lang/String, java.lang.String",
    "[B, byte[]",
    "[[I, int[][]",
    "[Ljava/util/Map$Entry;, java.util.Map$Entry[]",
    "pkg/Outer$Inner, pkg.Outer$Inner",
    "Bench$$Lambda$1.0x00007f1a0c001800, Bench$$Lambda",
    "Bench$$Lambda$14/0x0000000800066840, Bench$$Lambda",
    "Bench$$Lambda/0x00007f5c, Bench$$Lambda",
    "Bench$$Lambda$7, Bench$$Lambda",
    "java/lang/invoke/LambdaForm$MH.0x00007f2c4c003400, java.lang.invoke.LambdaForm$MH",
    "java/lang/invoke/LambdaForm$DMH+0x0000000800c03000, java.lang.invoke.LambdaForm$DMH",
    "sun/reflect/GeneratedMethodAccessor12, sun.reflect.GeneratedMethodAccessor",
    "com/sun/proxy/$Proxy41, com.sun.proxy.$Proxy",
    "pkg/Table0x, pkg.Table0x",
    "pkg/Base64, pkg.Base64",
  })
  void type(String internal, String expected) {
    assertEquals(expected, JavaNames.type(internal));
  }

  @ParameterizedTest
  @CsvSource({
    "pkg.Outer$Inner, pkg/Outer.java",
    "Main, Main.java",
    "a.b.C$1$D, a/b/C.java",
    "com.sun.proxy.$Proxy, com/sun/proxy/$Proxy.java",
  })
  void file(String type, String expected) {
    assertEquals(expected, JavaNames.file(type));
  }

  @ParameterizedTest
  @CsvSource({
    "java.base/java.lang.Object.wait0(Native Method), java.lang.Object.wait0, java/lang/Object.java, 0",
    "app//pkg.Outer$Inner.run(Outer.java:12), pkg.Outer$Inner.run, pkg/Outer.java, 12",
    "Main.main(Main.java:3), Main.main, Main.java, 3",
    "Main$$Lambda/0x00007f.run(Unknown Source), Main$$Lambda.run, Main.java, 0",
    "app/mod@1.2/p.Q$$Lambda/0x00007f.run(Unknown Source), p.Q$$Lambda.run, p/Q.java, 0",
    "no frame at all, no frame at all, '', 0"
  })
  void frameOfAThreadDump(String text, String function, String file, int line) {
    Frame frame = JavaNames.frame(text);
    assertEquals(function, frame.function());
    assertEquals(file, frame.file());
    assertEquals(line, frame.line());
  }
}
