/**
 * Takes secrets out of text, YAML, JSON, properties and argument vectors. The rules are the Datadog
 * Agent's, one object each in {@link dev.jflare.scrub.DatadogRules}, with a few of our own on top
 * in {@link dev.jflare.scrub.FloorRules}. Every rule runs in linear time.
 */
package dev.jflare.scrub;
