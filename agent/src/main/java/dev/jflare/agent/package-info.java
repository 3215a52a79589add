/**
 * The front door into a JVM. These few classes stand on the host's system class path, for ever once
 * loaded, and the first version that was loaded stays in charge (reference attach 0.8); so they do
 * little, use java.base and java.instrument alone until somebody asks for JMX, and know of the core
 * only its name and JDK types.
 */
package dev.jflare.agent;
