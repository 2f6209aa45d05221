package dev.appwatch.routes;

import dev.appwatch.generate.Generator;
import dev.appwatch.generate.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Sends a tenant's own kind of stream over HTTP, as fast as it is taken, or at a rate. */
final class Load implements AutoCloseable {

  private static final int A_DELIVERY = 20;
  private static final int CLIENTS = 8;

  /** As a sender's pool of connections has; the service closes what is beyond a hundred. */
  private static final int MOST_AT_ONCE = 64;

  /** In a row: of very many deliveries some meet a connection that just ends. */
  private static final int MOST_UNANSWERED = 100;

  private static final double ALERTS = 0.02;

  private final Sent client;
  private final BlockingQueue<String> deliveries = new ArrayBlockingQueue<>(64);
  private final ExecutorService threads = Executors.newCachedThreadPool(Load::daemon);
  private final ExecutorService connections =
      Executors.newFixedThreadPool(MOST_AT_ONCE, Load::daemon);
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();
  private final AtomicLong unansweredInARow = new AtomicLong();

  Load(Sent client, long seed) {
    this.client = client;
    threads.execute(() -> generate(seed));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  /** Returns how many records were acknowledged so far. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** Sends as fast as answers come; returns records a second. */
  double asFastAsPossible(Duration time) throws Exception {
    long before = acknowledged.get();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    List<Future<?>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(
          threads.submit(
              () -> {
                while (System.nanoTime() < end) {
                  send(deliveries.take());
                }
                return null;
              }));
    }
    for (Future<?> each : clients) {
      each.get();
    }
    return (acknowledged.get() - before) * 1e9 / (System.nanoTime() - start);
  }

  /**
   * Sends at a rate, whether answers come or not. Each delivery's time counts from when it was due,
   * so that a service that stalls can't hide it.
   *
   * @param rate records a second
   */
  Latencies at(double rate, Duration time) throws Exception {
    long pause = (long) (A_DELIVERY * 1e9 / rate);
    long start = System.nanoTime();
    List<Future<Long>> answers = new ArrayList<>();
    for (long due = start; due < start + time.toNanos(); due += pause) {
      String delivery = deliveries.take();
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      long wasDue = due;
      answers.add(
          connections.submit(
              () -> {
                send(delivery);
                return System.nanoTime() - wasDue;
              }));
    }
    long[] nanos = new long[answers.size()];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = answers.get(i).get();
    }
    Arrays.sort(nanos);
    return new Latencies(nanos);
  }

  private void send(String delivery) throws InterruptedException {
    int status = status(delivery);
    while (status == 429 || status == 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      status = status(delivery);
    }
    if (status != 200) {
      throw new AssertionError("A delivery was answered by " + status + ".");
    }
    acknowledged.addAndGet(A_DELIVERY);
  }

  /** Returns the answer, 0 where there was none: an idle connection may end as it is used again. */
  private int status(String delivery) throws InterruptedException {
    try {
      int status = client.post(delivery).statusCode();
      unansweredInARow.set(0);
      return status;
    } catch (IOException e) {
      unanswered.incrementAndGet();
      if (unansweredInARow.incrementAndGet() > MOST_UNANSWERED) {
        throw new AssertionError("The service does not answer any more.", e);
      }
      return 0;
    }
  }

  /** Returns how many deliveries had to be sent again because no answer came. */
  long unanswered() {
    return unanswered.get();
  }

  private void generate(long seed) {
    try (PipedOutputStream out = new PipedOutputStream();
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new PipedInputStream(out, 1 << 20), StandardCharsets.UTF_8))) {
      threads.execute(
          () -> {
            try (out) {
              new Generator(Shape.DIAGNOSTIC, Long.MAX_VALUE / 2, seed, ALERTS).write(out);
            } catch (IOException e) {
              // nobody reads any more
            }
          });
      while (!Thread.interrupted()) {
        StringBuilder delivery = new StringBuilder();
        for (int i = 0; i < A_DELIVERY; i++) {
          delivery.append(lines.readLine()).append('\n');
        }
        deliveries.put(delivery.toString());
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt(); // the load has ended
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    connections.shutdownNow();
  }

  /** How long answers took, shortest first. */
  static final class Latencies {

    private final long[] nanos;

    private Latencies(long[] nanos) {
      this.nanos = nanos;
    }

    double millis(double share) {
      int place = (int) Math.ceil(share * nanos.length) - 1;
      return nanos[Math.max(place, 0)] / 1e6;
    }
  }
}
