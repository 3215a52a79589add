/**
 * Where the program says what it is doing. Nothing here writes to the host's streams or loggers.
 */
package dev.jflare.log;
