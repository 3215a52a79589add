package dev.jflare.check;

import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import dev.jflare.net.HttpAnswer;
import dev.jflare.net.HttpFailure;
import dev.jflare.net.TlsPeer;
import dev.jflare.route.ProxyRoute;
import dev.jflare.route.ProxySettings;
import dev.jflare.upload.Resolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes steps of what the client tells about one target, and of how it ended. The client's thread
 * and its event loop both come here.
 */
final class Trail implements Resolver.Witness, Log {
  private static final String SETTINGS = "settings";
  private static final String ROUTE = "route";
  private static final String LOOKUP = "lookup";
  private static final String CONNECT = "connect";
  private static final String PROXY_TLS = "proxy TLS";
  private static final String PROXY = "proxy";
  private static final String TLS = "TLS";
  private static final String ANSWER = "answer";
  private static final String REDIRECT = "redirect";

  private final String name;
  private final String place;
  private final ProxySettings proxies;
  private final Function<HttpAnswer, Finding> judge;
  private final Consumer<Step> steps;

  private final Deque<String> ahead = new ArrayDeque<>();
  private final List<String> shown = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private @Nullable URI url;
  private ProxyRoute route = ProxyRoute.DIRECT;
  private long sinceNanos = System.nanoTime();
  private boolean ended;

  /** Steps told since the route was chosen, and how many of them come once more. */
  private int told;

  private int repeated;
  private @Nullable HttpAnswer lastAnswer;

  /**
   * @param place the setting that names the target
   * @param judge what an answer means
   */
  Trail(
      String name,
      String place,
      ProxySettings proxies,
      Function<HttpAnswer, Finding> judge,
      Consumer<Step> steps) {
    this.name = name;
    this.place = place;
    this.proxies = proxies;
    this.judge = judge;
    this.steps = steps;
  }

  @Override
  public synchronized void asking(URI next) {
    url = next;
    route = ProxyRoute.DIRECT;
    ahead.clear();
    ahead.add(ROUTE);
    // the direct way, until it is known which it is
    ahead.addAll(plan(route, next));
    sinceNanos = System.nanoTime();
  }

  @Override
  public synchronized void routed(ProxyRoute chosen) {
    route = chosen;
    URI asked = url;
    if (asked == null) {
      return;
    }
    facts.put("proxy", chosen.isDirect() ? null : chosen.kind() + " " + chosen.address());
    done(Finding.ok(chosen + ": " + proxies.reasonFor(asked)));
    ahead.clear();
    ahead.addAll(plan(chosen, asked));
    told = 0;
  }

  @Override
  public synchronized void startsOver() {
    URI asked = url;
    if (asked != null) {
      ahead.clear();
      ahead.addAll(plan(route, asked));
      repeated = told;
    }
  }

  /** As far as it goes without touching the network. */
  void stayHere(URI target, String why) {
    asking(target);
    try {
      routed(proxies.routeTo(target));
    } catch (IllegalArgumentException unusable) {
      failed(target, unusable);
      return;
    }
    rest(why);
  }

  @Override
  public synchronized void resolved(String host, List<InetAddress> addresses) {
    List<String> all = new ArrayList<>();
    addresses.forEach(address -> all.add(address.getHostAddress()));
    facts.put("host", host);
    facts.put("addresses", all);
    String whose = route.isDirect() ? "" : "the proxy ";
    done(
        Finding.ok(
            all.contains(host)
                ? whose + host + " is an address"
                : whose + host + " is " + String.join(", ", all)));
  }

  @Override
  public synchronized void connected(InetSocketAddress address) {
    String peer = bracketed(address);
    facts.put("address", peer);
    done(Finding.ok((route.isDirect() ? "" : "the proxy at ") + peer));
  }

  @Override
  public synchronized void securedToProxy(TlsPeer proxy) {
    secured(proxy, "to the proxy, ");
  }

  @Override
  public synchronized void tunnelled() {
    boolean socks = route.kind() == ProxyRoute.Kind.SOCKS5;
    done(Finding.ok(socks ? "SOCKS5, it has connected" : "CONNECT, it has connected"));
  }

  @Override
  public synchronized void secured(TlsPeer destination) {
    secured(destination, "");
  }

  @Override
  public synchronized void distrusted(List<X509Certificate> chain) {
    show(new Certificates(chain, Instant.now()));
  }

  @Override
  public synchronized void answered(HttpAnswer answer) {
    lastAnswer = answer;
    facts.put("status", answer.status());
    Finding finding = judge.apply(answer);
    ended = finding.outcome() == StepOutcome.FAILED;
    done(finding);
  }

  /** A warning belongs to the step it was said in. */
  @Override
  public synchronized void write(Level level, String message, @Nullable Throwable cause) {
    if (level == Level.WARN || level == Level.ERROR) {
      notes.add(cause == null ? message : message + ": " + cause);
    }
  }

  /** What was said while nothing was under way. */
  synchronized List<String> takeNotes() {
    List<String> taken = new ArrayList<>(notes);
    notes.clear();
    return taken;
  }

  /** Null while there was none. */
  synchronized @Nullable HttpAnswer lastAnswer() {
    return lastAnswer;
  }

  /**
   * The step that is under way has failed; those after it are not reached.
   *
   * @param target what was to be asked, when it did not even come to that
   */
  synchronized void failed(URI target, Exception why) {
    URI asked = url == null ? target : url;
    if (url == null) {
      asking(target);
      ahead.addFirst(SETTINGS);
    }
    if (ended) {
      return; // the answer has said so already
    }
    if (why instanceof HttpFailure) {
      HttpFailure failure = (HttpFailure) why;
      boolean late = failure.kind() == HttpFailure.Kind.DEADLINE;
      String advice = new Advice(asked, place, route).on(failure.kind());
      done(late ? Finding.noTime() : Finding.failed(failure.what(), advice));
      rest(late ? "no time left" : "");
      return;
    }
    boolean redirect = ahead.isEmpty();
    if (redirect) {
      ahead.add(REDIRECT);
    }
    String advice = redirect ? place + " has to name the host that redirects lead to" : "";
    done(Finding.failed(String.valueOf(why.getMessage()), advice));
    rest("");
  }

  private void rest(String why) {
    ended = true;
    while (!ahead.isEmpty()) {
      emit(ahead.remove(), Duration.ZERO, Finding.notReached(why));
    }
  }

  private static List<String> plan(ProxyRoute route, URI url) {
    boolean https = "https".equalsIgnoreCase(url.getScheme());
    boolean tunnel = route.kind() == ProxyRoute.Kind.SOCKS5 || (!route.isDirect() && https);
    List<String> plan = new ArrayList<>(Arrays.asList(LOOKUP, CONNECT));
    if (route.kind() == ProxyRoute.Kind.HTTPS) {
      plan.add(PROXY_TLS);
    }
    if (tunnel) {
      plan.add(PROXY);
    }
    if (https) {
      plan.add(TLS);
    }
    plan.add(ANSWER);
    return plan;
  }

  private void secured(TlsPeer peer, String where) {
    Certificates certificates = new Certificates(peer.chain(), Instant.now());
    facts.put("protocol", peer.protocol());
    facts.put("cipher", peer.cipher());
    show(certificates);
    String detail = where + peer.protocol() + ", " + peer.cipher();
    String soon = certificates.soon();
    done(
        soon.isEmpty()
            ? Finding.ok(detail)
            : Finding.warn(detail + "; " + soon, "whoever runs the server has to renew it"));
  }

  private void show(Certificates certificates) {
    facts.put("certificates", certificates.facts());
    shown.addAll(certificates.lines());
  }

  private void done(Finding finding) {
    if (ahead.isEmpty()) {
      return;
    }
    if (repeated > 0) {
      repeated--;
      ahead.remove();
      facts.clear();
      return;
    }
    told++;
    long now = System.nanoTime();
    Finding whole = notes.isEmpty() ? finding : finding.noted();
    emit(ahead.remove(), Duration.ofNanos(now - sinceNanos), whole);
    sinceNanos = now;
  }

  private void emit(String step, Duration took, Finding finding) {
    URI asked = url;
    Target target = asked == null ? new Target(name, "") : new Target(name, asked);
    shown.addAll(notes);
    steps.accept(new Step(target, step, took, finding, shown, facts));
    shown.clear();
    notes.clear();
    facts.clear();
  }

  private static String bracketed(InetSocketAddress address) {
    String host =
        address.isUnresolved() ? address.getHostString() : address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }
}
