/** What the agent hands over to: the flare taken from within the JVM that it is about. */
package dev.jflare.inside;
