/**
 * The program {@code attach.jar demo} takes a flare of: a small shop with trouble of every kind a
 * profile can show. Knows nothing of the rest, because it plays somebody else's program.
 */
package dev.jflare.cli.demo;
