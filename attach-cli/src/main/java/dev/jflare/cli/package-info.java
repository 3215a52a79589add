/** The command line: words, options, questions, exit codes. */
package dev.jflare.cli;
