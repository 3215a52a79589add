/**
 * What is missing in Java 8: a few small values and file operations that know nothing of flares.
 */
package dev.jflare.lang;
