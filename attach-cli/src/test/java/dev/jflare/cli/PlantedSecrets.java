package dev.jflare.cli;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.jflare.testing.TargetJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Secrets in every place where programs have them, each with a value of its own, so that a finding
 * names where it comes from. Only shapes that a rule knows; a bare value in prose is not among
 * them.
 */
final class PlantedSecrets {
  /** Stays in the archive: proves that what was searched is what was planted beside it. */
  static final String KEPT = "kept-";

  private final Map<String, String> values = new LinkedHashMap<>();

  /** Value by name; complete once {@link #target} was called. */
  Map<String, String> values() {
    return values;
  }

  /** A target with all of them. */
  TargetJvm.Builder target() {
    TargetJvm.Builder target = TargetJvm.of("Secretive");
    environment(target);
    options(target);
    target.arguments("--kept-argument", "--token", plant("argument token", "quagga!4101"));
    target.arguments("--password=" + plant("argument password", "okapi!4102"));
    target.arguments("--url", "https://bob:" + plant("argument url", "tapir~4103") + "@h.example/");
    target.arguments("--api-key", plant("argument api key", "dugong4104"));
    target.file("planted.properties", ofTheProgram());
    target.file("app.log", log());
    target.file("conf/app.yaml", yaml("yaml", "gibbon"));
    target.file("conf/other.yml", yaml("yml", "lemur"));
    target.file("conf/app.json", json());
    target.file("conf/app.properties", properties());
    target.file("conf/app.xml", xml());
    target.file("conf/app.toml", toml());
    target.file("conf/app.env", env());
    target.file("conf/app.ini", ini());
    target.file("hs_err_pid99.log", crash());
    plant("class literal", "ibex!3010"); // as the source of the target has it
    return target;
  }

  /** Files whose bytes are not UTF-8; the target looks into none of them. */
  void addUtf16(Path conf) throws IOException {
    Files.write(
        conf.resolve("app.wide.properties"),
        ("\uFEFFname=kept-wide\ndb.password=" + plant("UTF-16 properties", "loris8101") + "\n")
            .getBytes(UTF_16LE));
    Files.write(
        conf.resolve("app.wide.xml"),
        ("\uFEFF<password>" + plant("UTF-16 XML", "potto8102") + "</password>\n")
            .getBytes(UTF_16BE));
  }

  private String plant(String name, String value) {
    if (values.put(name, value) != null) {
      throw new IllegalArgumentException("planted twice: " + name);
    }
    return value;
  }

  private void environment(TargetJvm.Builder target) {
    target.env("DB_PASSWORD", plant("environment DB_PASSWORD", "wombat!1001"));
    target.env("API_TOKEN", plant("environment API_TOKEN", "numbat1002"));
    target.env(
        "HARMLESS_URL",
        "https://bob:" + plant("environment URL", "bilby~1003") + "@files.example.com/x");
    target.env("AWS_SECRET_ACCESS_KEY", plant("environment AWS", "quokka/1004"));
    target.env("HARMLESS_NAME", plant("environment of harmless name", "dingo1005"));
    target.env(
        "JAVA_TOOL_OPTIONS", "-Dtool.password=" + plant("JAVA_TOOL_OPTIONS", "potoroo!1006"));
    target.env("DD_SERVICE", "kept-service");
    target.env("DD_API_KEY", plant("environment DD_API_KEY", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"));
  }

  private void options(TargetJvm.Builder target) {
    target.jvm("-Dharmless.name=kept-property");
    // the spawn helper of a JDK may be linked against a newer libc than the one here
    target.jvm("-Djdk.lang.Process.launchMechanism=VFORK");
    target.jvm("-Ddb.password=" + plant("property password", "ocelot!2001"));
    target.jvm("-Dapi.token=" + plant("property token", "margay2002"));
    target.jvm(
        "-Dshop.url=jdbc:postgresql://bob:"
            + plant("property url credentials", "jaguar~2003")
            + "@db.example.com/shop");
    target.jvm(
        "-Dstock.url=jdbc:mysql://db.example.com/stock?user=bob&password="
            + plant("property url parameter", "puma2004"));
    target.jvm("-Dclient.secret=" + plant("property secret", "serval!2005"));
    target.jvm("-Dvendor.api.key=" + plant("property api key", "caracal2006"));
    target.jvm(
        "-XX:OnOutOfMemoryError=/bin/false --token " + plant("argument of a flag", "civet2007"));
  }

  /** What the program itself puts into names, messages and other processes. */
  private String ofTheProgram() {
    return String.join(
        "\n",
        "bean.one=" + plant("attribute of an MBean", "marten3001"),
        "bean.two=" + plant("url of an MBean", "ermine3002"),
        "bean.three=" + plant("map of an MBean", "ferret3003"),
        "child=" + plant("argument of a child process", "badger3004"),
        "thread=" + plant("thread name", "otter3005"),
        "exception=" + plant("exception message", "stoat3006"),
        "console=" + plant("standard error", "weasel3007"),
        "heap=" + plant("object in the heap", "polecat!3008"));
  }

  private String log() {
    return String.join(
        "\n",
        "12:00:01 INFO kept-first-line of the log",
        "12:00:02 WARN cannot connect: user=bob, password=" + plant("log password", "heron!5001"),
        "12:00:03 DEBUG > Authorization: Bearer " + plant("log bearer", "egret5002.stork.crane"),
        "12:00:04 DEBUG GET /x?api_key=" + plant("log api key", "a1b2c3d4e5f60718293a4b5c6d7e8f90"),
        "12:00:05 INFO pool of jdbc:oracle://bob:" + plant("log url", "bittern~5003") + "@h/x",
        "12:00:06 INFO {\"user\":\"bob\",\"password\":\"" + plant("log JSON", "avocet5004") + "\"}",
        "12:00:07 INFO header X-Api-Key: " + plant("log header", "dunlin5005"),
        "-----BEGIN RSA PRIVATE KEY-----",
        plant("log PEM", "MIIEpAIBAAKCAQEAplantedPlantedPlantedPlantedPlantedPlantedP51AAA"),
        plant("log PEM 2nd line", "BwIDAQABAoIBAGplantedPlantedPlantedPlantedPlantedPlantedP52BBB"),
        plant("log PEM last line", "CplantedPlantedP53=="),
        "-----END RSA PRIVATE KEY-----",
        "12:00:09 INFO cloned with " + plant("log GitHub token", "ghp_" + letters(36)),
        "12:00:10 INFO posted with "
            + plant("log Slack token", "xoxb-" + "204815162342-" + letters(24)),
        "12:00:11 INFO listed with " + plant("log AWS key", "AKIA" + "IOSFODNN7QUAGGA2"),
        "12:00:12 INFO session "
            + plant("log JWT", "eyJhbGciOiJIUzI1NiJ9." + letters(30) + "." + letters(43)),
        "12:00:13 INFO Cookie: session=" + plant("log cookie", "plover5014") + "; theme=dark",
        "12:00:14 INFO GET /cb?code=1&access_token=" + plant("log query", "whimbrel5015"),
        "12:00:08 INFO <login><password>" + plant("log XML", "godwit5006") + "</password></login>",
        "");
  }

  private String yaml(String kind, String word) {
    return String.join(
        "\n",
        "name: kept-" + kind,
        "db:",
        "  password: " + plant(kind + " password", word + "6001"),
        "  url: jdbc:postgresql://bob:" + plant(kind + " url", word + "6002") + "@db/shop",
        "  accessToken: \"" + plant(kind + " token", word + "6003") + "\"",
        "clients:",
        "  - client_secret: " + plant(kind + " list", word + "6004"),
        "key: |",
        "  -----BEGIN PRIVATE KEY-----",
        "  "
            + plant(
                kind + " PEM", "MIIEvQIBADAN" + word + "PlantedPlantedPlantedPlantedPlanted6005"),
        "  -----END PRIVATE KEY-----",
        "");
  }

  private String json() {
    return String.join(
        "\n",
        "{\"name\": \"kept-json\",",
        " \"db\": {\"password\": \"" + plant("json password", "koala7001") + "\",",
        "  \"url\": \"amqp://bob:" + plant("json url", "possum7002") + "@mq.example.com/\"},",
        " \"auth\": [{\"apiToken\": \"" + plant("json token", "glider7003") + "\"}],",
        " \"private_key\": \"-----BEGIN PRIVATE KEY-----\\n"
            + plant("json PEM", "MIIEvQIBADANcuscusPlantedPlantedPlanted7004")
            + "\\n-----END PRIVATE KEY-----\\n\"}",
        "");
  }

  private String properties() {
    return String.join(
        "\n",
        "name=kept-properties",
        "db.password=" + plant("properties password", "gecko8001"),
        "db.token: " + plant("properties token", "skink8002"),
        "db.url=jdbc:x://bob:" + plant("properties url", "iguana8003") + "@db/shop",
        "client-secret = " + plant("properties secret", "agama8004"),
        "vendor.apiKey " + plant("properties with a blank", "tuatara8005"),
        "other.password=\\",
        "    " + plant("properties continued", "varanus8006"),
        "");
  }

  private String toml() {
    return String.join(
        "\n",
        "name = \"kept-toml\"",
        "[db]",
        "password = \"" + plant("toml password", "civet!8201") + "\"",
        "url = 'jdbc:postgresql://bob:" + plant("toml url", "genet8202") + "@db/shop'",
        "[[clients]]",
        "api_token = '" + plant("toml token", "binturong8203") + "'",
        "client_secret = \"\"\"",
        plant("toml lines", "linsang8204") + "\"\"\"",
        "");
  }

  private String env() {
    return String.join(
        "\n",
        "NAME=kept-env",
        "export DB_PASSWORD=\"" + plant("env password", "tamandua!8301") + "\"",
        "API_TOKEN=" + plant("env token", "aardvark8302"),
        "STORE=redis://:" + plant("env url", "pangolin8303") + "@cache:6379/0",
        "");
  }

  private String ini() {
    return String.join(
        "\n",
        "[main]",
        "name = kept-ini",
        "password = " + plant("ini password", "echidna!8401"),
        "client-secret: " + plant("ini secret", "platypus8402"),
        "");
  }

  /** As HotSpot writes it; real ones are in CrashReportIT. */
  private String crash() {
    return String.join(
        "\n",
        "#",
        "# A fatal error has been detected by the Java Runtime Environment:",
        "#",
        "# kept-crash",
        "Command Line: -Ddb.password=" + plant("crash command line", "bandicoot8501") + " App",
        "Register to memory mapping:",
        "RAX=0x00000000ffe877a8 is an oop: java.lang.String ",
        " - string: \"" + plant("crash object", "bettong8502") + "\"",
        "Environment Variables:",
        "SOME_NAME=" + plant("crash variable", "pademelon8503"),
        "",
        "java_command: App --token " + plant("crash argument", "quoll8504"),
        "");
  }

  /** So many letters and digits. */
  private static String letters(int count) {
    return "k3Jd9Xq2Vb7Ln4Zs8Tw1Rm6Pc5Hf0Gy3Bj9Qx2Vn7Lk4".substring(0, count);
  }

  private String xml() {
    return String.join(
        "\n",
        "<configuration name=\"kept-xml\">",
        "  <!-- <password>" + plant("xml comment", "adder9000") + "</password> -->",
        "  <password>" + plant("xml element", "viper9001") + "</password>",
        "  <db:adminPassword type=\"a\">"
            + plant("xml prefix", "python9002")
            + "</db:adminPassword>",
        "  <Resource user='bob' password='" + plant("xml attribute", "mamba9003") + "'/>",
        "  <property name=\"db.password\" value=\"" + plant("xml pair", "cobra9004") + "\"/>",
        "  <property value=\"" + plant("xml turned pair", "krait9005") + "\" name=\"apiToken\"/>",
        "  <entry key=\"client.secret\">" + plant("xml entry", "taipan9006") + "</entry>",
        "  <property><name>my.password</name><value>"
            + plant("xml name", "boa9007")
            + "</value></property>",
        "  <property>",
        "    <name>javax.jdo.option.ConnectionPassword</name>",
        "    <value>" + plant("xml name above", "anaconda9008") + "</value>",
        "  </property>",
        "  <passphrase>",
        "    " + plant("xml lines", "bushmaster9009"),
        "  </passphrase>",
        "  <property name=\"trustStorePassword\"",
        "            value=\"" + plant("xml attributes in lines", "sidewinder9010") + "\"/>",
        "  <secret><![CDATA[" + plant("xml CDATA", "copperhead9011") + "]]></secret>",
        "  <url>jdbc:x://bob:" + plant("xml url", "asp9012") + "@db/shop</url>",
        "  <name>kept-element</name>",
        "  <value>kept-value</value>",
        "</configuration>",
        "");
  }
}
