/** Sends a finished archive. Knows nothing of how it was made. */
package dev.jflare.upload;
