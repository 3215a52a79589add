/**
 * What the user has set, from four sources into one immutable value. Names and rules are those of
 * the Datadog Agent, so that its configuration file works as it is.
 */
package dev.jflare.settings;
