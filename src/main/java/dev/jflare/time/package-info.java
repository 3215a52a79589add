/** Limits on how long something may take, measured with a clock that a test can hold. */
package dev.jflare.time;
