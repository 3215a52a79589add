/** JSON, read and written as plain JDK values. */
package dev.jflare.json;
