package dev.appwatch.ingest;

import dev.appwatch.ingest.ChunkTask.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines that are whole records in chunks, several at once, and delivers them in their order.
 * The thread that delivers reads chunks too while it would have to wait. At the first line that is
 * no whole record it stops, and gives back to the window what was not delivered.
 */
final class Chunks implements AutoCloseable {

  private static final int CHUNK = 1 << 20;
  private static final int AHEAD = 3; // chunks for each thread

  private final int threads;
  private final ByteWindow window;
  private final Delivery delivery;
  private final Supplier<ChunkTask> maker;
  private final ConcurrentLinkedQueue<ChunkTask> idle = new ConcurrentLinkedQueue<>();
  private final Deque<Chunk> ahead = new ArrayDeque<>();
  private @Nullable ExecutorService workers;

  Chunks(int threads, ByteWindow window, Delivery delivery, Supplier<ChunkTask> maker) {
    this.threads = threads;
    this.window = window;
    this.delivery = delivery;
    this.maker = maker;
  }

  /** A chunk that is read, or will be. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chunk(byte[] bytes, long start, FutureTask<Result> result) {}

  /**
   * Reads on from the window's position, which is at the start of a line, and leaves it where
   * reading line by line has to go on, or at the end.
   *
   * @return whether it came any further
   */
  boolean read() {
    long began = window.position();
    while (true) {
      while (ahead.size() < threads * AHEAD && cut()) {}
      Chunk next = ahead.poll();
      if (next == null) {
        return window.position() > began;
      }
      Result result = result(next);
      delivery.takeOver(result);
      if (result.readTo() < next.bytes().length) {
        giveBack(next, result.readTo());
        return window.position() > began;
      }
    }
  }

  /** Cuts a chunk of whole lines off the window; returns false when there is none. */
  private boolean cut() {
    long from = window.position();
    while (window.filledTo() - from < CHUNK && window.fill()) {}
    boolean ended = window.filledTo() - from < CHUNK;
    // a chunk begins with the newline before its first line, which tells how that is indented
    long to = ended ? window.filledTo() : window.lastNewline(from);
    if (to <= from || (ended && ahead.isEmpty())) {
      return false; // a line longer than a chunk, or too little to be worth it
    }
    byte[] bytes = window.copy(from, to);
    long offset = window.offset(from);
    window.moveTo(to);
    FutureTask<Result> task = new FutureTask<>(() -> run(bytes, offset));
    ahead.add(new Chunk(bytes, from, task));
    workers().execute(task);
    return true;
  }

  private Result run(byte[] bytes, long offset) {
    ChunkTask task = idle.poll();
    if (task == null) {
      task = maker.get();
    }
    try {
      return task.read(delivery.source(), bytes, bytes.length, offset);
    } finally {
      idle.add(task);
    }
  }

  private Result result(Chunk chunk) {
    chunk.result().run(); // does nothing if another thread has begun
    for (Chunk later : ahead) {
      if (chunk.result().isDone()) {
        break;
      }
      later.result().run();
    }
    try {
      return chunk.result().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Reading was interrupted.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      if (e.getCause() instanceof Error problem) {
        throw problem;
      }
      throw new IllegalStateException("A chunk could not be read.", e);
    }
  }

  private void giveBack(Chunk chunk, int from) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(java.util.Arrays.copyOfRange(chunk.bytes(), from, chunk.bytes().length));
    for (Chunk later : ahead) {
      later.result().cancel(false);
      parts.add(later.bytes());
    }
    ahead.clear();
    window.giveBack(chunk.start() + from, parts);
  }

  private ExecutorService workers() {
    if (workers == null) {
      workers =
          Executors.newFixedThreadPool(
              threads - 1,
              task -> {
                Thread thread = new Thread(task, "appwatch-reader");
                thread.setDaemon(true);
                return thread;
              });
    }
    return workers;
  }

  @Override
  public void close() {
    if (workers != null) {
      workers.shutdownNow();
    }
  }
}
