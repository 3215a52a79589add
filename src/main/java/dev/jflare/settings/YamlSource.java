package dev.jflare.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.jflare.json.Json;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
        boolean objects = Setting.named(key).filter(Setting::hasObjects).isPresent();
        values.put(key, Raw.list(objects ? objects(parser) : array(parser), source));
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

  /** Each map as a JSON object in one line; what is no map as an empty text, to be refused. */
  private static List<String> objects(YAMLParser parser) throws IOException {
    List<String> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        items.add("");
        continue;
      }
      Map<String, Object> object = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_ARRAY) {
          object.put(name, array(parser));
        } else if (token.isScalarValue()) {
          object.put(name, parser.getText());
        } else {
          parser.skipChildren();
          object.put(name, new LinkedHashMap<>());
        }
      }
      items.add(Json.line(object));
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
