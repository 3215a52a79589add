/**
 * What a flare is made of and how it is packed: entries, scrubbed on their way in, and the manifest
 * that lists them. The only place that knows java.util.zip.
 */
package dev.jflare.archive;
