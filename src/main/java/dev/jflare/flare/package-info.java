/**
 * The flow of one flare: which collectors run when, with which time limit, until there is an
 * archive.
 */
package dev.jflare.flare;
