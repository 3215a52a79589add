import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Random;

/**
 * Writes logs as Spring, Kafka, Tomcat, a connection pool and the JVM write them, full of words that are near to a secret and none
 * (Authentication, key=, tokens of a tokenizer, user ids, URLs, mail addresses), and a secret in one line of a hundred:
 * {@code LogText <MiB> <file>}. Always the same text for the same size.
 */
public final class LogText {
  private static final String[] CLASSES = {
    "c.a.shop.OrderService", "o.s.web.servlet.DispatcherServlet", "c.a.auth.AuthenticationFilter", "o.h.engine.jdbc.spi.SqlExceptionHelper",
    "o.a.k.c.c.internals.ConsumerCoordinator", "c.a.cache.KeyedCache", "c.z.hikari.pool.HikariPool", "c.a.search.TokenizerFactory"
  };
  private static final String[] LEVELS = {"INFO ", "INFO ", "INFO ", "DEBUG", "WARN "};
  private static final String[] PATHS = {
    "/api/v1/orders/", "/static/js/app.", "/login?returnTo=/orders/", "/api/v1/users/", "/actuator/health/", "/search?q=keyboard&page="
  };

  private final Random random = new Random(20261122);
  private long millis = 1795300000000L;

  private LogText() {}

  public static void main(String[] args) throws IOException {
    long size = Long.parseLong(args[0]) << 20;
    LogText text = new LogText();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Paths.get(args[1])), 1 << 20)) {
      StringBuilder lines = new StringBuilder(1 << 16);
      for (long written = 0; written < size; ) {
        lines.setLength(0);
        while (lines.length() < 60_000) {
          text.line(lines);
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        int count = (int) Math.min(bytes.length, size - written);
        out.write(bytes, 0, count);
        written += count;
      }
    }
  }

  private void line(StringBuilder out) {
    millis += random.nextInt(40);
    if (random.nextInt(100) == 0) {
      secret(out);
      return;
    }
    switch (random.nextInt(10)) {
      case 0:
      case 1:
        access(out);
        break;
      case 2:
        kafka(out);
        break;
      case 3:
        trace(out);
        break;
      case 4:
        words(out);
        break;
      default:
        spring(out);
    }
    out.append('\n');
  }

  private StringBuilder head(StringBuilder out) {
    out.append("2026-11-22T").append(String.format("%02d:%02d:%02d.%03d", millis / 3600000 % 24, millis / 60000 % 60, millis / 1000 % 60, millis % 1000));
    out.append("Z ").append(LEVELS[random.nextInt(LEVELS.length)]).append(" 4711 --- [nio-8080-exec-").append(random.nextInt(32)).append("] ");
    return out.append(CLASSES[random.nextInt(CLASSES.length)]).append(" : ");
  }

  private void spring(StringBuilder out) {
    int id = random.nextInt(1 << 30);
    switch (random.nextInt(7)) {
      case 0:
        head(out).append("GET \"/api/v1/orders/").append(id).append("\", parameters={page:[").append(id % 9).append("]}, handler=OrderController#list(Authentication, Pageable)");
        break;
      case 1:
        head(out).append("Order ").append(id).append(" accepted for customer ").append(id % 99991).append(", total 17.40 EUR, items=").append(id % 7);
        break;
      case 2:
        head(out).append("Authentication succeeded: user u").append(id % 9999).append(" from 10.").append(id % 256).append(".3.7, authorities=[ROLE_USER], session age 12 min");
        break;
      case 3:
        head(out).append("select o1_0.id,o1_0.customer_key,o1_0.total from orders o1_0 where o1_0.customer_key=? and o1_0.state<>'done' order by o1_0.id limit ").append(id % 100);
        break;
      case 4:
        head(out).append("cache hit key=order-").append(id).append(" ttl=").append(id % 600).append("s size=").append(id % 4096).append(" store=com.acme.cache.Region@").append(Integer.toHexString(id));
        break;
      case 5:
        head(out).append("Calling https://inventory.acme.example:8443/api/v2/items/").append(id).append("?warehouse=7&expand=true took ").append(id % 400).append(" ms");
        break;
      default:
        head(out).append("trace_id=").append(String.format("%016x%016x", random.nextLong(), random.nextLong())).append(" span_id=").append(String.format("%016x", random.nextLong()))
            .append(" payment ").append(id).append(" settled");
    }
  }

  private void access(StringBuilder out) {
    int id = random.nextInt(1 << 30);
    out.append("10.").append(id % 256).append('.').append(id % 77).append(".9 - u").append(id % 9999).append(" [22/Nov/2026:18:03:").append(String.format("%02d", id % 60)).append(" +0000] \"GET ");
    out.append(PATHS[random.nextInt(PATHS.length)]).append(id).append(" HTTP/1.1\" ").append(id % 17 == 0 ? 404 : 200).append(' ').append(id % 90000);
    out.append(" \"https://shop.acme.example/orders\" \"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36\" ").append(id % 900);
  }

  private void kafka(StringBuilder out) {
    int id = random.nextInt(1 << 30);
    out.append("[2026-11-22 18:03:46,").append(100 + id % 900).append("] INFO ");
    switch (id % 4) {
      case 0:
        out.append("[Consumer clientId=shop-").append(id % 8).append(", groupId=orders] Setting offset for partition orders-").append(id % 64)
            .append(" to the committed offset FetchPosition{offset=").append(id).append(", offsetEpoch=Optional[7], currentLeader=LeaderAndEpoch{leader=Optional[broker-2:9092 (id: 2 rack: b)]}}");
        break;
      case 1:
        out.append("[GroupCoordinator 2]: Preparing to rebalance group orders in state PreparingRebalance with old generation ").append(id % 999).append(" (reason: heartbeat expired) (kafka.coordinator.group.GroupCoordinator)");
        break;
      case 2:
        out.append("[ProducerStateManager partition=orders-").append(id % 64).append("] Wrote producer snapshot at offset ").append(id).append(" with 3 producer ids in 4 ms. (org.apache.kafka.storage)");
        break;
      default:
        out.append("[SocketServer listenerType=BROKER, nodeId=2] Failed authentication with /10.4.").append(id % 256).append(".9 (channelId=10.4.0.2:9093-10.4.1.9:5").append(id % 9999).append("-3) (SSL handshake failed)");
    }
  }

  private void trace(StringBuilder out) {
    out.append("\tat com.acme.shop.security.TokenAuthenticationProvider.authenticate(TokenAuthenticationProvider.java:").append(random.nextInt(900)).append(") ~[shop-1.4.2.jar!/:1.4.2]");
  }

  private void words(StringBuilder out) {
    int id = random.nextInt(1 << 30);
    switch (id % 5) {
      case 0:
        head(out).append("tokenizer: standard, max_tokens: ").append(id % 4096).append(", 14 tokens in ").append(id % 90).append(" us");
        break;
      case 1:
        head(out).append("mail to ann.").append(id % 999).append("@acme.example queued, passed 3 checks, author Ann");
        break;
      case 2:
        head(out).append("-------------- password policy check: skipped, key rotation in ").append(id % 90).append(" days --------------");
        break;
      case 3:
        head(out).append("{\"event\":\"order\",\"id\":").append(id).append(",\"user\":\"u").append(id % 9999).append("\",\"keys\":[1,2],\"url\":\"https://shop.acme.example/o/").append(id).append("\"}");
        break;
      default:
        out.append('[').append(id % 99999).append(".123s][info][gc,heap] GC(").append(id % 9999).append(") Eden regions: ").append(id % 99).append("->0(").append(id % 99).append(')');
    }
  }

  private void secret(StringBuilder out) {
    int id = random.nextInt(1 << 30);
    head(out);
    switch (id % 6) {
      case 0:
        out.append("connecting to jdbc:postgresql://shop:s3cr").append(id).append("@db.acme.example/shop");
        break;
      case 1:
        out.append("login of u").append(id % 9999).append(" with password=hunter").append(id).append(" failed");
        break;
      case 2:
        out.append("> Authorization: Bearer ").append(String.format("%016x%016x", random.nextLong(), random.nextLong())).append("x.yz");
        break;
      case 3:
        out.append("{\"auth_token\": \"t").append(id).append("\", \"n\": 1}");
        break;
      case 4:
        out.append("GET /callback?access_token=at-").append(id).append("&state=7");
        break;
      default:
        out.append("started with -Dshop.api.secret=").append(id).append(" --client-secret c").append(id);
    }
    out.append('\n');
  }
}
