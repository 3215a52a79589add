/**
 * The narrow door to one JVM: from inside through JMX, from outside through /proc and hsperfdata.
 */
package dev.jflare.jvm;
