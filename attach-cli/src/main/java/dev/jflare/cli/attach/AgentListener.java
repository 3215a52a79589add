package dev.jflare.cli.attach;

import java.util.Map;

/**
 * Told what the agent reports while it works, as it wrote it: {@code event} is {@code begin},
 * {@code started}, {@code ended}, {@code heartbeat} or {@code trouble}. The words come from the
 * target's user and are not trusted.
 */
public interface AgentListener {
  void reported(Map<String, Object> event);
}
