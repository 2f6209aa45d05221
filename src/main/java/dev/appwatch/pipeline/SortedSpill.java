package dev.appwatch.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * Findings by key, of which any number fit: what exceeds the budget goes to a temporary file.
 *
 * <p>The file holds sorted runs, each written in one go and never changed, because writing findings
 * one by one in the order of their arrival would rewrite every page of it again and again. Findings
 * of the same key are merged, within a run at once, across runs when they are read.
 */
final class SortedSpill implements AutoCloseable {

  private static final int CACHE_MEGABYTES = 8;
  private static final int COMMIT_KILOBYTES = 4096;

  private final Path folder;
  private final MergedCodec codec;
  private final long budget;
  private final Map<String, Merged> memory = new HashMap<>();
  private final List<MVMap<String, byte[]>> runs = new ArrayList<>();
  private long weight;
  private @Nullable Path file;
  private @Nullable MVStore store;

  SortedSpill(Path folder, MergedCodec codec, long budget) {
    this.folder = folder;
    this.codec = codec;
    this.budget = budget;
  }

  /** Adds a finding, merged with what has the same key. */
  void add(String key, Merged merged) {
    memory.merge(key, merged, Merged::and);
    weight += Weight.of(key, merged);
    if (weight <= budget) {
      return;
    }
    weight = 0;
    memory.forEach((heldKey, held) -> weight += Weight.of(heldKey, held));
    if (weight > budget / 2) {
      spill();
    }
  }

  boolean spilled() {
    return store != null;
  }

  /** Returns the findings in the order of their keys; nothing may be added from now on. */
  Iterator<Map.Entry<String, Merged>> sorted() {
    if (!spilled()) {
      return memory.entrySet().stream().sorted(Map.Entry.comparingByKey()).iterator();
    }
    if (!memory.isEmpty()) {
      spill();
    }
    return new RunMerge(runs, codec);
  }

  @Override
  public void close() {
    memory.clear();
    runs.clear();
    if (store != null) {
      store.closeImmediately();
      store = null;
    }
    if (file != null) {
      delete(file);
    }
  }

  private void spill() {
    MVStore open = store();
    MVMap<String, byte[]> run =
        open.openMap(
            "run-" + runs.size(),
            new MVMap.Builder<String, byte[]>()
                .keyType(StringDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE)
                .singleWriter());
    memory.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> run.append(entry.getKey(), codec.encode(entry.getValue())));
    open.commit();
    runs.add(run);
    memory.clear();
    weight = 0;
  }

  private MVStore store() {
    if (store == null) {
      file = temporaryFile(folder);
      store =
          new MVStore.Builder()
              .fileName(file.toString())
              .autoCommitDisabled()
              .autoCommitBufferSize(COMMIT_KILOBYTES)
              .autoCompactFillRate(0)
              .cacheSize(CACHE_MEGABYTES)
              .cacheConcurrency(1)
              .compress()
              .open();
      store.setVersionsToKeep(0);
      store.setRetentionTime(0);
    }
    return store;
  }

  /** A temporary file is its owner's alone where the file system knows owners. */
  private static Path temporaryFile(Path folder) {
    try {
      return Files.createTempFile(folder, "appwatch-", ".spill");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
