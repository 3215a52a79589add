/**
 * Reads the container format of JFR recordings far enough to cut it at chunks and mask its strings.
 */
package dev.jflare.jfr;
