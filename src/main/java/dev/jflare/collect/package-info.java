/** One class for each kind of evidence. Knows nothing of uploads. */
package dev.jflare.collect;
