/** The pprof format: written, read, and masked, without a protobuf library. */
package dev.jflare.pprof;
