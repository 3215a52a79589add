/** What goes over the wire, and the only place that knows Netty. */
package dev.jflare.net;
