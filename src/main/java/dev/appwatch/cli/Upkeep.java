package dev.appwatch.cli;

import dev.appwatch.context.PackRefusedException;
import dev.appwatch.intake.Intake;
import dev.appwatch.routes.Condition;
import dev.appwatch.rules.PackSignatureException;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RulesRefusedException;
import dev.appwatch.store.Retention;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service does beside its routes: it reads change feeds, calendars and lists again, takes a
 * changed pack into use, and forgets what is old. A pack that is refused leaves the last good one
 * in force.
 */
final class Upkeep implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final String PACK = "pack";
  private static final String ROUTES = "routes";
  private static final Duration REFRESH = Duration.ofSeconds(15);
  private static final Duration PRUNE = Duration.ofHours(1);
  private static final Retention RETENTION =
      new Retention(Duration.ofDays(400), Duration.ofDays(30), Duration.ofHours(1));

  private final PackOptions options;
  private final Intake intake;
  private final Store store;
  private final Condition condition;
  private final Clock clock;
  private final Supplier<List<String>> routes;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "appwatch-upkeep");
            thread.setDaemon(true);
            return thread;
          });
  private String stamp;
  private RuleBook book;

  /**
   * Makes an upkeep that does nothing yet.
   *
   * @param routes takes up routes that were edited, and returns what is wrong with any
   */
  Upkeep(
      PackOptions options,
      RuleBook book,
      Intake intake,
      Store store,
      Condition condition,
      Clock clock,
      Supplier<List<String>> routes) {
    this.book = book;
    this.routes = routes;
    this.condition = condition;
    this.options = options;
    this.intake = intake;
    this.store = store;
    this.clock = clock;
    stamp = stampOf(options.pack());
  }

  void start() {
    every(REFRESH, this::refresh);
    every(REFRESH, this::refreshRoutes);
    every(PRUNE, () -> store.prune(RETENTION, clock.instant()));
  }

  private void every(Duration period, Runnable work) {
    ScheduledFuture<?> started =
        timer.scheduleWithFixedDelay(
            () -> quietly(work), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    if (started.isCancelled()) {
      throw new IllegalStateException("The upkeep could not be started.");
    }
  }

  /** Reads everything again; what is refused changes nothing. */
  void refresh() {
    intake.learnFromOthers();
    intake.watchFeeds();
    try {
      String now = stampOf(options.pack());
      if (!now.equals(stamp)) {
        RuleBook changed = options.book();
        intake.use(changed, options.contextAt(clock.instant()));
        book = changed;
        stamp = now;
        LOG.info("The pack {} is in force.", book.digest());
      } else {
        intake.use(book, options.contextAt(clock.instant()));
      }
      condition.better(PACK);
    } catch (RulesRefusedException
        | PackSignatureException
        | PackRefusedException
        | RefusedException e) {
      condition.worse(PACK, String.valueOf(e.getMessage()));
      LOG.error(
          "The pack was refused; the last good one, {}, stays. {}", book.digest(), e.getMessage());
    }
  }

  private void refreshRoutes() {
    List<String> refused = routes.get();
    if (refused.isEmpty()) {
      condition.better(ROUTES);
    } else {
      condition.worse(ROUTES, String.join("\n", refused));
    }
  }

  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (StoreException | UncheckedIOException e) {
      LOG.warn("{} It is tried again.", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("The upkeep failed; it is tried again.", e);
    }
  }

  /** Names, sizes and ages of all files: differs whenever somebody edited one. */
  private static String stampOf(Path pack) {
    try (Stream<Path> files = Files.walk(pack)) {
      StringBuilder stamp = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        stamp
            .append(file)
            .append('|')
            .append(Files.size(file))
            .append('|')
            .append(Files.getLastModifiedTime(file).toMillis())
            .append('\n');
      }
      return stamp.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
