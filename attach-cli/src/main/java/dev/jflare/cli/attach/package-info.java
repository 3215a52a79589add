/** Getting the agent into a running JVM, and knowing what really happened. */
package dev.jflare.cli.attach;
