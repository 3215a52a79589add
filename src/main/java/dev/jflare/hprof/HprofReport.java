package dev.jflare.hprof;

/** What a masked heap dump holds and what has been taken out of it. */
public final class HprofReport {
  long bytes;
  long classes;
  long instances;
  long objectArrays;
  long primitiveArrays;
  long fields;
  long symbols;
  long blankedSymbols;
  long keptTexts;

  HprofReport() {}

  /** Bytes of the dump, which masking does not change. */
  public long bytes() {
    return bytes;
  }

  public long classes() {
    return classes;
  }

  /** Objects that are no arrays. */
  public long instances() {
    return instances;
  }

  public long objectArrays() {
    return objectArrays;
  }

  /** Arrays of numbers, characters or bytes; all but {@link #keptTexts} of them are zero now. */
  public long primitiveArrays() {
    return primitiveArrays;
  }

  /** Fields that are zero now, static ones included. */
  public long fields() {
    return fields;
  }

  /** UTF8 records: names of classes, methods and fields, and all literals of class files. */
  public long symbols() {
    return symbols;
  }

  /** UTF8 records that nothing in the dump refers to; blank now. */
  public long blankedSymbols() {
    return blankedSymbols;
  }

  /** Arrays that stay readable because the policy names their text. */
  public long keptTexts() {
    return keptTexts;
  }

  /** Adds what another part of the same dump had. */
  void add(HprofReport other) {
    bytes += other.bytes;
    classes += other.classes;
    instances += other.instances;
    objectArrays += other.objectArrays;
    primitiveArrays += other.primitiveArrays;
    fields += other.fields;
    symbols += other.symbols;
    blankedSymbols += other.blankedSymbols;
    keptTexts += other.keptTexts;
  }

  @Override
  public String toString() {
    return bytes
        + " bytes, "
        + classes
        + " classes, "
        + instances
        + " instances, "
        + objectArrays
        + " object arrays, "
        + primitiveArrays
        + " primitive arrays";
  }
}
