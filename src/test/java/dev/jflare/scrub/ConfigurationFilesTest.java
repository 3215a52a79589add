package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Each format of configuration by its own grammar; what is masked stays masked. */
class ConfigurationFilesTest {
  private final Scrubber scrubber = Scrubber.of(ScrubSettings.defaults());

  @Test
  void toml() throws IOException {
    check(
        "etc/app.toml",
        "# old password = \"S3CRET\"\n"
            + "title = \"shop\"\n"
            + "max_tokens = 100\n"
            + "[db]\n"
            + "password = \"S3CRET#x\" # of the database\n"
            + "'api token' = 'S3CRET'\n"
            + "certificate_secret = \"\"\"\nS3CRET line\n  S3CRET\n\"\"\"\n"
            + "tokens = [\n  \"S3CRET]\", # one\n  [\"S3CRET\"],\n]\n"
            + "port = 80\n"
            + "login = { user = \"bob\", password = \"S3CRET, x\" }\n"
            + "[app.credentials]\n"
            + "other = \"S3CRET\"\n"
            + "port = 81\n"
            + "[[next]]\nname = \"free\"\n",
        "title = \"shop\"\n"
            + "max_tokens = 100\n"
            + "[db]\n"
            + "password = \"********\"\n"
            + "'api token' = '********'\n"
            + "certificate_secret = \"********\"\n"
            + "tokens = \"********\"\n"
            + "port = 80\n"
            + "login = { user = \"bob\", password = \"********\" }\n"
            + "[app.credentials]\n"
            + "other = \"********\"\n"
            + "port = 81\n"
            + "[[next]]\nname = \"free\"\n");
  }

  @Test
  void env() throws IOException {
    check(
        "etc/.env.local",
        "# A=1\nexport DB_PASSWORD=S3CRET words # x\n"
            + "API_TOKEN='S3CRET'\n"
            + "PRIVATE_KEY=\"S3CRET\nS3CRET\n\"\n"
            + "PORT=80\n"
            + "AUTHOR=Ann\n"
            + "TOKEN_TTL=3600\n",
        "export DB_PASSWORD=********\nAPI_TOKEN='********'\nPRIVATE_KEY=\"********\"\n"
            + "PORT=80\nAUTHOR=Ann\nTOKEN_TTL=3600\n");
  }

  @Test
  void iniAndConf() throws IOException {
    check(
        "etc/app.ini",
        "; password = S3CRET\n[db]\nuser = bob\npassword = S3CRET and words; more\n"
            + "token: S3CRET words\n"
            + "secret =\n  S3CRET\n  S3CRET\nport = 80\n"
            + "requirepass S3CRET\n"
            + "passphrase = \"S3CRET x\"\n"
            + "token = S3CRET\\\n  S3CRET\n"
            + "[secrets]\nanything = S3CRET\nenabled = true\n",
        "[db]\nuser = bob\npassword = ********\n"
            + "token: \"********\"\n"
            + "secret =\nport = 80\n"
            + "requirepass ********\n"
            + "passphrase = \"********\"\n"
            + "token = ********\n"
            + "[secrets]\nanything = ********\nenabled = true\n");
  }

  @Test
  void xml() throws IOException {
    check(
        "etc/app.xml",
        "<?xml version=\"1.0\"?>\n<!-- <password>S3CRET</password>\n S3CRET --><conf>\n"
            + "<property><value>S3CRET</value>\n <name>db.password</name></property>\n"
            + "<property value=\"S3CRET\"\n   name='api.token'/>\n"
            + "<property name=\"password\">\n  <value>S3CRET</value>\n</property>\n"
            + "<secret><![CDATA[S3CRET\n <S3CRET> ]]></secret>\n"
            + "<ds password=\"S3CRET\n S3CRET\" user='bob'/>\n"
            + "<entry key=\"auth.token\">S3CRET</entry>\n"
            + "<a><token>\n  S3CRET\n  S3CRET\n</token></a>\n"
            + "<property><name>port</name><value>80</value></property>\n"
            + "<max_tokens>100</max_tokens>\n</conf>\n",
        "<?xml version=\"1.0\"?>\n<conf>\n"
            + "<property><value>********</value>\n <name>db.password</name></property>\n"
            + "<property value=\"********\"\n   name='api.token'/>\n"
            + "<property name=\"password\">\n  <value>********</value>\n</property>\n"
            + "<secret>********</secret>\n"
            + "<ds password=\"********\" user='bob'/>\n"
            + "<entry key=\"auth.token\">********</entry>\n"
            + "<a><token>\n  ********\n</token></a>\n"
            + "<property><name>port</name><value>80</value></property>\n"
            + "<max_tokens>100</max_tokens>\n</conf>\n");
  }

  @Test
  void xmlThatIsNotWhole() throws IOException {
    String cut = "<a><b>x</c><password>S3CRET</password><d value='S3CRET' name='token'";
    check("a.xml", cut, cut.replace("S3CRET", "********"));
    check("a.xml", "</x><!-- S3CRET", "</x>");
  }

  @Test
  void properties() throws IOException {
    check(
        "etc/a.properties",
        "! c\na.token : S3CRET x\nb.password S3CRET\nc.secret = S3CRET \\\n   S3CRET\nport=80\n",
        "! c\na.token : ********\nb.password ********\nc.secret = ********\nport=80\n");
  }

  @Test
  void yamlAndJson() throws IOException {
    check(
        "etc/a.yml",
        "list:\n- token: S3CRET\n  secret: S3CRET\nmax_tokens: 100\n",
        "list:\n  - secret: '********'\n    token: \"********\"\nmax_tokens: 100\n");
    check(
        "a.json",
        "{\"auth_token\": \"S3CRET\", \"n\": [{\"secret\": \"S3CRET\"}]}",
        "{\n  \"auth_token\": \"********\",\n  \"n\": [\n    {\n      \"secret\": \"********\"\n"
            + "    }\n  ]\n}\n");
  }

  private void check(String path, String text, String expected) throws IOException {
    String once = scrub(path, text);
    assertEquals(expected, once);
    assertEquals(expected, scrub(path, once), "again");
  }

  private String scrub(String path, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    scrubber.scrub(TextKind.of(path), new ByteArrayInputStream(text.getBytes(UTF_8)), out);
    return out.toString(UTF_8);
  }
}
