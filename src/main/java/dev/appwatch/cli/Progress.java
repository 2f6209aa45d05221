package dev.appwatch.cli;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error how much of the input is read, once that takes noticeable time.
 *
 * <p>Safe to tell from any thread. The bar is taken off the screen when the work ends.
 */
final class Progress implements AutoCloseable {

  /** The total of an input whose size nobody knows. */
  static final long UNKNOWN = -1;

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long MEGABYTE = 1_000_000;
  private static final int WIDTH = 78;
  private static final int REDRAW_MILLIS = 250;

  private final long totalBytes;
  private final boolean enabled;
  private final PrintStream out;
  private final Duration patience;
  private final long startedNanos = System.nanoTime();
  private long done;
  private @Nullable ProgressBar bar;

  Progress(long totalBytes, boolean enabled, PrintStream out, Duration patience) {
    this.totalBytes = totalBytes;
    this.enabled = enabled;
    this.out = out;
    this.patience = patience;
  }

  /** Returns a progress of that many bytes, or {@link #UNKNOWN}; one that is off shows nothing. */
  static Progress of(long totalBytes, boolean enabled) {
    return new Progress(totalBytes, enabled, System.err, PATIENCE);
  }

  /** Tells that so many more bytes were read. */
  synchronized void bytesRead(long count) {
    if (!enabled) {
      return;
    }
    done += count;
    if (bar == null) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
      if (elapsed.compareTo(patience) < 0) {
        return;
      }
      bar = show(elapsed);
    }
    bar.stepTo(done);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private ProgressBar show(Duration elapsed) {
    return new ProgressBarBuilder()
        .setTaskName("appwatch")
        .setInitialMax(totalBytes)
        .setUnit(" MB", MEGABYTE)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REDRAW_MILLIS)
        .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
        .startsFrom(0, elapsed)
        .showSpeed()
        .clearDisplayOnFinish()
        .build();
  }
}
