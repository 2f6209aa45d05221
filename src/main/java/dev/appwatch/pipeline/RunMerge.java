package dev.appwatch.pipeline;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** Reads several sorted runs as one, merging findings of the same key. */
final class RunMerge implements Iterator<Map.Entry<String, Merged>> {

  private final MergedCodec codec;
  private final PriorityQueue<Cursor<String, byte[]>> cursors =
      new PriorityQueue<>(Comparator.comparing(Cursor::getKey));

  RunMerge(List<MVMap<String, byte[]>> runs, MergedCodec codec) {
    this.codec = codec;
    runs.forEach(run -> advance(run.cursor(null)));
  }

  @Override
  public boolean hasNext() {
    return !cursors.isEmpty();
  }

  @Override
  public Map.Entry<String, Merged> next() {
    Cursor<String, byte[]> first = cursors.poll();
    if (first == null) {
      throw new NoSuchElementException();
    }
    String key = first.getKey();
    Merged merged = take(first);
    for (Cursor<String, byte[]> twin = pollIf(key); twin != null; twin = pollIf(key)) {
      merged = merged.and(take(twin));
    }
    return Map.entry(key, merged);
  }

  private @Nullable Cursor<String, byte[]> pollIf(String key) {
    Cursor<String, byte[]> head = cursors.peek();
    return head != null && head.getKey().equals(key) ? cursors.poll() : null;
  }

  private Merged take(Cursor<String, byte[]> cursor) {
    Merged merged = codec.decode(cursor.getValue());
    advance(cursor);
    return merged;
  }

  private void advance(Cursor<String, byte[]> cursor) {
    if (cursor.hasNext()) {
      cursor.next();
      cursors.add(cursor);
    }
  }
}
