/** Fetches profiles of other processes from their pprof HTTP endpoints. */
package dev.jflare.scrape;
