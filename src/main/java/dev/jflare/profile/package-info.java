/**
 * Records one JVM with async-profiler and JFR, inside it, and turns the recordings into Go's
 * profiles, usually in another process. A folder of files joins the two halves.
 */
package dev.jflare.profile;
