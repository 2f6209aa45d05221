package dev.appwatch.routes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjLongConsumer;

/**
 * How many messages of each partition wait to be taken, as whoever reads the partition last heard.
 * Safe to share between threads.
 */
public final class Lags {

  private final Map<Partition, Long> waiting = new ConcurrentHashMap<>();

  /**
   * A partition that is read.
   *
   * @param source the name under which its records are counted
   * @param name its name, with that of its hub or topic
   */
  public record Partition(String source, String name) {}

  /** Takes in how many messages wait. */
  public void tell(String source, String partition, long count) {
    waiting.put(new Partition(source, partition), count);
  }

  /** Takes in that another process reads the partition now. */
  public void forget(String source, String partition) {
    waiting.remove(new Partition(source, partition));
  }

  /** Hands out what is known of each partition that this process reads. */
  public void forEach(ObjLongConsumer<Partition> consumer) {
    waiting.forEach(consumer::accept);
  }
}
