/** HTTP over Netty, and the only package that knows Netty. */
package dev.jflare.net;
