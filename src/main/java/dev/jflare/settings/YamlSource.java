package dev.jflare.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration file, for example a datadog.yaml. Read as a stream of tokens, not as a tree,
 * because a token knows its line and a complaint should name it. Nested keys are joined by dots;
 * keys we do not know are skipped whatever they hold.
 */
final class YamlSource implements Source {
  private final Map<String, Raw> values = new HashMap<>();
  private final Path file;

  private YamlSource(Path file) {
    this.file = file;
  }

  static YamlSource read(Path file) throws SettingsException {
    YamlSource source = new YamlSource(file);
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        YAMLParser parser = new YAMLFactory().createParser(reader)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        source.object("", parser);
      } else if (parser.currentToken() != null && parser.currentToken() != JsonToken.VALUE_NULL) {
        throw new SettingsException(file + ": expected keys and values, as in a datadog.yaml");
      }
    } catch (JsonProcessingException malformed) {
      throw new SettingsException(
          file + ":" + lineOf(malformed) + ": not YAML: " + firstLine(malformed));
    } catch (IOException unreadable) {
      throw new SettingsException("cannot read the configuration file " + file + ": " + unreadable);
    }
    return source;
  }

  @Override
  public @Nullable Raw find(Setting setting) {
    return values.get(setting.key());
  }

  /** The parser stands on the start of an object; afterwards on its end. */
  private void object(String prefix, YAMLParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = prefix + parser.currentName();
      JsonToken token = parser.nextToken();
      String source = file + ":" + parser.currentTokenLocation().getLineNr();
      if (token == JsonToken.START_OBJECT) {
        object(key + ".", parser);
      } else if (token == JsonToken.START_ARRAY) {
        values.put(key, Raw.list(array(parser), source));
      } else if (token != JsonToken.VALUE_NULL) {
        values.put(key, Raw.text(parser.getText(), source));
      }
    }
  }

  /** Scalars only: none of our lists holds anything else. */
  private static List<String> array(YAMLParser parser) throws IOException {
    List<String> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY && token != null;
        token = parser.nextToken()) {
      if (token.isScalarValue()) {
        items.add(parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    return items;
  }

  private static int lineOf(JsonProcessingException malformed) {
    return malformed.getLocation() == null ? 0 : malformed.getLocation().getLineNr();
  }

  /** The parser's own words without the excerpt that follows them, which may show a secret. */
  private static String firstLine(JsonProcessingException malformed) {
    String message = String.valueOf(malformed.getOriginalMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
