package dev.jflare.archive;

import dev.jflare.lang.OwnerOnly;
import dev.jflare.scrub.Scrubber;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs a staging folder into the one zip that a person sends. */
final class Packing {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final FlareFacts facts;
  private final Staging staging;
  private final Scrubber scrubber;
  private final Function<Manifest, Map<String, String>> meta;

  Packing(
      FlareFacts facts,
      Staging staging,
      Scrubber scrubber,
      Function<Manifest, Map<String, String>> meta) {
    this.facts = facts;
    this.staging = staging;
    this.scrubber = scrubber;
    this.meta = meta;
  }

  /**
   * @param before what had to be left out before, one line each
   */
  FlareArchive into(
      Path folder, List<CollectorRecord> collectors, List<EntryRecord> entries, List<String> before)
      throws IOException {
    Path unfinished = folder.resolve("." + name("") + ".part");
    List<EntryRecord> packed = new ArrayList<>(entries);
    packed.sort(Comparator.comparing((EntryRecord entry) -> entry.path));
    List<String> leftOut = new ArrayList<>(before);
    while (true) {
      Manifest manifest = new Manifest(facts, collectors, packed, leftOut);
      Map<String, String> about = meta.apply(manifest);
      try {
        write(unfinished, about, packed);
        Path archive = publish(unfinished, folder);
        return new FlareArchive(
            archive, about.size() + packed.size(), manifest, LeakCheck.of(archive, scrubber));
      } catch (IOException e) {
        boolean begun = Files.deleteIfExists(unfinished);
        if (!begun || packed.isEmpty()) {
          throw e;
        }
        // most often the disk is full: what is largest goes first, its staged copy with it
        EntryRecord largest =
            Collections.max(packed, Comparator.comparingLong((EntryRecord entry) -> entry.bytes));
        packed.remove(largest);
        Files.deleteIfExists(staging.entry(largest.path));
        leftOut.add(largest.path + ": left out (" + largest.bytes + " bytes): " + e.getMessage());
      }
    }
  }

  private void write(Path file, Map<String, String> about, List<EntryRecord> entries)
      throws IOException {
    try (ZipOutputStream zip =
        new ZipOutputStream(
            new BufferedOutputStream(OwnerOnly.stream(file), 1 << 16), StandardCharsets.UTF_8)) {
      for (Map.Entry<String, String> text : about.entrySet()) {
        zip.putNextEntry(new ZipEntry(facts.root() + "/" + text.getKey()));
        zip.write(text.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
      for (EntryRecord entry : entries) {
        zip.putNextEntry(new ZipEntry(facts.root() + "/" + entry.path));
        Files.copy(staging.entry(entry.path), zip);
        zip.closeEntry();
      }
    }
  }

  /**
   * Gives the finished file its name; within one second a second flare of the same JVM gets {@code
   * -2}.
   */
  private Path publish(Path unfinished, Path folder) throws IOException {
    for (int i = 1; ; i++) {
      Path archive = folder.resolve(name(i == 1 ? "" : "-" + i));
      try {
        Files.createFile(archive);
      } catch (FileAlreadyExistsException taken) {
        continue;
      }
      return Files.move(unfinished, archive, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private String name(String suffix) {
    return "jflare-" + STAMP.format(facts.start()) + "-" + facts.pid() + suffix + ".zip";
  }
}
