/** Where a request goes and how: pure decisions over values, without a socket or a file. */
package dev.jflare.route;
