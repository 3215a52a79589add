/**
 * Finds out, step by step, whether an upload would get through and what to set if not. Looks at the
 * real thing: the requests are those an upload begins with, by the same client.
 */
package dev.jflare.check;
