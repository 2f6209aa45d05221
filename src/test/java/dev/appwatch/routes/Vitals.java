package dev.appwatch.routes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Heap, threads and open files of a service over time, as its own figures tell them. */
final class Vitals implements AutoCloseable {

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI metrics;
  private final List<Sample> samples = new ArrayList<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> sampling;

  Vitals(int observePort) {
    metrics = URI.create("http://127.0.0.1:" + observePort + "/observe/metrics");
    sampling = timer.scheduleAtFixedRate(this::sample, 0, 1, TimeUnit.SECONDS);
  }

  private synchronized void sample() {
    try {
      String text =
          client
              .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
              .body();
      samples.add(
          new Sample(
              sum(text, "jvm_memory_used_bytes{area=\"heap\""),
              sum(text, "jvm_threads_live_threads"),
              sum(text, "process_files_open_files")));
    } catch (IOException e) {
      // it has just begun, or ends
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double sum(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Returns the second fifth of the time, once it has warmed up. */
  synchronized Span early() {
    return new Span(List.copyOf(samples.subList(samples.size() / 5, samples.size() * 2 / 5)));
  }

  /** Returns the last fifth of the time. */
  synchronized Span late() {
    return new Span(List.copyOf(samples.subList(samples.size() * 4 / 5, samples.size())));
  }

  @Override
  public void close() {
    sampling.cancel(false);
    timer.shutdownNow();
  }

  private record Sample(double heap, double threads, double files) {}

  /** A stretch of time. */
  record Span(List<Sample> samples) {

    /** Returns what the heap shrinks to, in megabytes. */
    double heapFloor() {
      return samples.stream().mapToDouble(Sample::heap).min().orElse(0) / (1 << 20);
    }

    double mostThreads() {
      return samples.stream().mapToDouble(Sample::threads).max().orElse(0);
    }

    double mostFiles() {
      return samples.stream().mapToDouble(Sample::files).max().orElse(0);
    }

    @Override
    public String toString() {
      return "heap %.0f MB, %.0f threads, %.0f open files"
          .formatted(heapFloor(), mostThreads(), mostFiles());
    }
  }
}
