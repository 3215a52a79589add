/**
 * The folder through which the command line and the agent talk: both sides of it. It stands in the
 * target's view of {@code /tmp}, mode 0700, owned by the target's user, and holds
 *
 * <ul>
 *   <li>{@code request}: all options as java.util.Properties, because the agent's entry reads it
 *       with the JDK alone
 *   <li>{@code alive}: locked by the command line as long as it lives; the kernel frees the lock
 *       when it dies, however it dies
 *   <li>{@code progress}: a JSON object per line, written by the agent, with a heartbeat
 *   <li>{@code part/}: the evidence, scrubbed; {@code recordings/}: what the profilers recorded
 *   <li>{@code result}: a JSON object, written aside and renamed, so that it is there whole or not
 *       at all
 *   <li>{@code cancel}: asks the agent to stop with what it has
 * </ul>
 */
package dev.jflare.exchange;
