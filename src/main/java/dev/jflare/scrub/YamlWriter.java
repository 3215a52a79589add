package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.events.StreamStartEvent;

/** Writes a tree of plain values as yaml.v3 would. */
final class YamlWriter {
  private static final ImplicitTuple IMPLICIT = new ImplicitTuple(true, true);

  private final Emitter emitter;

  private YamlWriter(Emitter emitter) {
    this.emitter = emitter;
  }

  static String write(@Nullable Object root) throws IOException {
    StringWriter out = new StringWriter();
    try {
      YamlWriter writer = new YamlWriter(new Emitter(out, options()));
      writer.emitter.emit(new StreamStartEvent(null, null));
      writer.emitter.emit(new DocumentStartEvent(null, null, false, null, null));
      writer.value(root);
      writer.emitter.emit(new DocumentEndEvent(null, null, false));
      writer.emitter.emit(new StreamEndEvent(null, null));
    } catch (YAMLException e) {
      throw new IOException("cannot be written as YAML: " + e.getClass().getSimpleName(), e);
    }
    return out.toString();
  }

  private static DumperOptions options() {
    DumperOptions options = new DumperOptions();
    options.setIndent(2);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    options.setSplitLines(false);
    options.setWidth(Integer.MAX_VALUE);
    options.setMaxSimpleKeyLength(1024);
    return options;
  }

  private void value(@Nullable Object value) throws IOException {
    if (value instanceof Map) {
      map((Map<?, ?>) value);
    } else if (value instanceof List) {
      list((List<?>) value);
    } else if (value instanceof String) {
      scalar((String) value, YamlScalars.style((String) value));
    } else if (value instanceof Double) {
      scalar(GoNumbers.yaml((Double) value), ScalarStyle.PLAIN);
    } else {
      scalar(value == null ? "null" : value.toString(), ScalarStyle.PLAIN);
    }
  }

  private void map(Map<?, ?> map) throws IOException {
    FlowStyle style = map.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
    emitter.emit(new MappingStartEvent(null, null, true, null, null, style));
    List<Object> keys = new ArrayList<>(map.keySet());
    keys.sort(NaturalOrder.INSTANCE);
    for (Object key : keys) {
      value(key);
      value(map.get(key));
    }
    emitter.emit(new MappingEndEvent(null, null));
  }

  private void list(List<?> list) throws IOException {
    FlowStyle style = list.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
    emitter.emit(new SequenceStartEvent(null, null, true, null, null, style));
    for (Object below : list) {
      value(below);
    }
    emitter.emit(new SequenceEndEvent(null, null));
  }

  private void scalar(String text, ScalarStyle style) throws IOException {
    emitter.emit(new ScalarEvent(null, null, IMPLICIT, text, null, null, style));
  }
}
