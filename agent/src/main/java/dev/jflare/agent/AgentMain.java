package dev.jflare.agent;

/** The front door. */
public final class AgentMain {
  private AgentMain() {}
}
