package dev.jflare.archive;

import dev.jflare.lang.Nullable;
import dev.jflare.scrub.KnownValues;
import dev.jflare.scrub.Scrubber;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A flare in the making. Collectors write through {@link #open}; {@link #finish} packs what there
 * is into one zip, or {@link #savePart} leaves it, scrubbed but not packed, for the process that
 * packs it. Closing deletes the staging folder. Safe to use from several threads.
 */
public final class FlareBuilder implements Closeable {
  private final FlareFacts facts;
  private final Scrubber scrubber;
  private final Staging staging;
  private final Permissions permissions = new Permissions();
  private final Map<String, CollectorEvidence> open = new HashMap<>();
  private final List<CollectorRecord> collectors = new ArrayList<>();
  private final List<EntryRecord> entries = new ArrayList<>();
  private final List<String> creation = new ArrayList<>();
  private @Nullable String local;

  private FlareBuilder(FlareFacts facts, Scrubber scrubber, Staging staging) {
    this.facts = facts;
    this.scrubber = scrubber;
    this.staging = staging;
    creation.add(
        "Flare creation time: "
            + OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS));
  }

  /**
   * @param stagingFolder does not exist yet; created for the owner alone
   */
  public static FlareBuilder create(FlareFacts facts, Scrubber scrubber, Path stagingFolder)
      throws IOException {
    return new FlareBuilder(facts, scrubber, Staging.in(stagingFolder));
  }

  /** A builder whose flare another process will pack; see {@link #savePart}. */
  public static FlareBuilder createPart(FlareFacts facts, Scrubber scrubber, Path stagingFolder)
      throws IOException {
    return new FlareBuilder(facts, scrubber, Staging.ofPart(stagingFolder));
  }

  /** Opens the evidence of a collector that starts now. */
  public synchronized Evidence open(String collector, Duration limit) {
    creation.add("Running flare provider " + collector + " with timeout " + seconds(limit));
    CollectorEvidence evidence = new CollectorEvidence(collector, staging, scrubber, permissions);
    open.put(collector, evidence);
    return evidence;
  }

  /** Ends a collector's evidence and records how it fared. Later writes of it are refused. */
  public CollectorRecord close(String collector, CollectorRecord.Outcome outcome) {
    CollectorEvidence evidence;
    synchronized (this) {
      evidence = open.remove(collector);
    }
    if (evidence == null) {
      throw new IllegalStateException("collector " + collector + " was not opened");
    }
    evidence.close();
    CollectorRecord record = evidence.record(outcome);
    synchronized (this) {
      entries.addAll(evidence.entries());
      add(record);
    }
    return record;
  }

  /** Records a collector that was not run. */
  public synchronized void notRun(String collector, Status status, String why) {
    CollectorRecord.Outcome outcome =
        new CollectorRecord.Outcome(status, Instant.now(), 0).because(why);
    collectors.add(new CollectorRecord(collector, outcome, new ArrayList<>(), new HashMap<>()));
  }

  /** Whether this flare was taken from outside, as far as is known by now. */
  public synchronized boolean isLocal() {
    return local != null;
  }

  /**
   * Says that this flare was taken from outside the JVM, and why; becomes the file {@code local}.
   */
  public synchronized void local(String why) {
    local = scrubber.line(why);
  }

  /** Whether anything was collected so far. */
  public synchronized boolean isEmpty() {
    return entries.stream().allMatch(EntryRecord::isNote);
  }

  /** Whether no other collector than this one has brought anything so far. */
  public synchronized boolean hasOnlyFrom(String collector) {
    return entries.stream().allMatch(entry -> entry.isNote() || entry.collector.equals(collector));
  }

  /**
   * Leaves the entries in the staging folder together with a description, for {@link #absorb} in
   * another process. The builder must not be closed then: the other process deletes the folder.
   */
  public synchronized void savePart() throws IOException {
    Part.save(staging, collectors, entries, permissions, creation);
  }

  /**
   * Takes over what another process left with {@link #savePart}. The folder belongs to the target's
   * user and is not trusted: links are not followed, and an entry whose content does not have the
   * recorded hash is left out.
   */
  public void absorb(Path partFolder) throws IOException {
    Part part = Part.load(partFolder);
    List<EntryRecord> taken = new ArrayList<>();
    for (EntryRecord entry : part.entries()) {
      try {
        taken.add(part.take(entry, staging));
      } catch (IOException e) {
        synchronized (this) {
          creation.add("error taking over '" + entry.path + "': " + e.getMessage());
        }
        part.gap(entry.collector, entry.path + ": " + e.getMessage());
      }
    }
    synchronized (this) {
      entries.addAll(taken);
      collectors.addAll(part.collectors());
      creation.addAll(part.creation());
      part.permissions().forEach(permissions::add);
    }
  }

  /**
   * Packs everything into {@code jflare-<UTC>-<pid>.zip}, mode 0600, after a last look for values
   * that were learnt on the way ({@link KnownValues}). When the disk is too full for all of it, the
   * largest entries are left out, and the manifest says so.
   *
   * @throws IOException when not even the smallest archive can be written there
   */
  public synchronized FlareArchive finish(Path outputFolder) throws IOException {
    KnownPass known = new KnownPass(staging, scrubber.known());
    List<EntryRecord> masked = known.over(entries);
    return new Packing(facts, staging, scrubber, manifest -> meta(manifest, known))
        .into(outputFolder, known.records(collectors), masked, known.leftOut());
  }

  /** The values that this flare's scrubber has learnt. */
  public KnownValues known() {
    return scrubber.known();
  }

  @Override
  public void close() throws IOException {
    staging.delete();
  }

  /** The files about the flare itself, in the order they stand at the front of the archive. */
  private Map<String, String> meta(Manifest manifest, KnownPass known) {
    Map<String, String> meta = new LinkedHashMap<>();
    meta.put("manifest.json", manifest.json(Instant.now()));
    meta.put("status.log", scrubLines(StatusLog.text(facts, collectors, manifest, local)));
    meta.put("flare_creation.log", scrubLines(String.join("\n", creation) + "\n"));
    meta.put("permissions.log", permissions.text());
    meta.put(
        "non_scrubbed_files.json", "{\"files\": [], \"message\": \"All files were scrubbed\"}\n");
    if (local != null) {
      meta.put("local", local + "\n");
    }
    meta.replaceAll(known::text);
    return meta;
  }

  private String scrubLines(String text) {
    StringBuilder scrubbed = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      scrubbed.append(scrubber.line(line)).append('\n');
    }
    scrubbed.setLength(scrubbed.length() - 1);
    return scrubbed.toString();
  }

  private void add(CollectorRecord record) {
    collectors.add(record);
    String after =
        "'" + record.id + "' failed after " + seconds(Duration.ofMillis(record.durationMillis));
    if (record.status == Status.TIMED_OUT) {
      creation.add(
          "flare provider '"
              + record.id
              + "' timedout after "
              + seconds(Duration.ofMillis(record.durationMillis)));
    } else if (record.error != null && record.status.isGap()) {
      creation.add("flare provider " + after + ": " + record.error);
    }
    for (String gap : record.gaps) {
      creation.add("error collecting data for '" + record.id + "': " + gap);
    }
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + "s";
  }
}
