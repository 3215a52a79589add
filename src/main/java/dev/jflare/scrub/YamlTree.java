package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.representer.Representer;

/**
 * YAML as a tree of plain values, read the way Go's yaml.v3 reads it (so {@code yes} is a word).
 * Aliases are expanded and merge keys merged; an input that would grow without bound that way is
 * refused.
 */
final class YamlTree {
  private static final int MOST_NODES = 1_000_000;
  private static final int DEEPEST = 200;

  private final @Nullable Object root;

  private YamlTree(@Nullable Object root) {
    this.root = root;
  }

  /** A map, a list, a string, a number, a boolean, {@link YamlScalars.Moment} or null. */
  @Nullable
  Object root() {
    return root;
  }

  /**
   * The first document; what follows it is not read.
   *
   * @throws IOException when this is no YAML
   */
  static YamlTree first(String text) throws IOException {
    return read(text, 1).get(0);
  }

  /**
   * All documents, at least one.
   *
   * @throws IOException when this is no YAML
   */
  static List<YamlTree> all(String text) throws IOException {
    return read(text, Integer.MAX_VALUE);
  }

  private static List<YamlTree> read(String text, int atMost) throws IOException {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(Integer.MAX_VALUE);
    limits.setNestingDepthLimit(DEEPEST);
    try {
      List<YamlTree> documents = new ArrayList<>();
      Iterator<Node> nodes =
          new Yaml(
                  new SafeConstructor(limits),
                  new Representer(new DumperOptions()),
                  new DumperOptions(),
                  limits,
                  new YamlScalars.PlainResolver())
              .composeAll(new StringReader(text))
              .iterator();
      Reading reading = new Reading();
      while (documents.size() < atMost && nodes.hasNext()) {
        documents.add(new YamlTree(reading.value(nodes.next(), 0)));
      }
      if (documents.isEmpty()) {
        documents.add(new YamlTree(null));
      }
      return documents;
    } catch (YAMLException e) {
      throw new IOException("not YAML: " + e.getClass().getSimpleName(), e);
    }
  }

  /** Block style, 2 spaces, keys in natural order; ends with a newline. */
  static String write(@Nullable Object root) throws IOException {
    return YamlWriter.write(root);
  }

  /** Turns nodes into values and counts them, because an alias costs nothing to write. */
  private static final class Reading {
    private int nodes;

    @Nullable
    Object value(Node node, int depth) throws IOException {
      nodes++;
      if (nodes > MOST_NODES || depth > DEEPEST) {
        throw new IOException("YAML grows beyond " + MOST_NODES + " nodes or nests too deep");
      }
      if (node instanceof MappingNode) {
        return map((MappingNode) node, depth);
      }
      if (node instanceof SequenceNode) {
        List<Object> out = new ArrayList<>();
        for (Node below : ((SequenceNode) node).getValue()) {
          out.add(value(below, depth + 1));
        }
        return out;
      }
      return YamlScalars.value((ScalarNode) node);
    }

    private Map<Object, Object> map(MappingNode node, int depth) throws IOException {
      Map<Object, Object> out = new LinkedHashMap<>();
      List<Node> merged = new ArrayList<>();
      for (NodeTuple tuple : node.getValue()) {
        if (YamlScalars.isMerge(tuple.getKeyNode())) {
          merged.add(tuple.getValueNode());
          continue;
        }
        Object key = value(tuple.getKeyNode(), depth + 1);
        if (out.containsKey(key)) {
          throw new IOException("not YAML: a key twice in one map");
        }
        out.put(key, value(tuple.getValueNode(), depth + 1));
      }
      for (Node source : merged) {
        merge(source, out, depth);
      }
      return out;
    }

    private void merge(Node source, Map<Object, Object> into, int depth) throws IOException {
      Object value = value(source, depth + 1);
      List<?> parts = value instanceof List ? (List<?>) value : Arrays.asList(value);
      for (Object part : parts) {
        if (!(part instanceof Map)) {
          throw new IOException("not YAML: a merge key without a map");
        }
        ((Map<?, ?>) part).forEach(into::putIfAbsent);
      }
    }
  }
}
