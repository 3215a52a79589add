/**
 * Reads heap dumps (hprof, binary format 1.0.1 and 1.0.2) as they flow and takes the values out of
 * them: numbers, characters and bytes, and the literals of class files. Classes, sizes and
 * references stay.
 */
package dev.jflare.hprof;
