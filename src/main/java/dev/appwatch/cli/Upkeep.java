package dev.appwatch.cli;

import dev.appwatch.context.ChangeProblem;
import dev.appwatch.context.Context;
import dev.appwatch.context.PackRefusedException;
import dev.appwatch.intake.Intake;
import dev.appwatch.intake.PackInForce;
import dev.appwatch.intake.SelfWatch;
import dev.appwatch.routes.Condition;
import dev.appwatch.rules.PackSignature;
import dev.appwatch.rules.PackSignatureException;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.rules.RulesRefusedException;
import dev.appwatch.store.Retention;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
  private static final String FEEDS = "feeds";
  private static final Duration PRUNE = Duration.ofHours(1);
  private static final Retention RETENTION =
      new Retention(Duration.ofDays(400), Duration.ofDays(30), Duration.ofHours(1));

  private final PackOptions options;
  private final Intake intake;
  private final Store store;
  private final Condition condition;
  private final SelfWatch watch;
  private final Clock clock;
  private final Set<String> silent = new TreeSet<>();
  private List<ChangeProblem> feedProblems = List.of();
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
      SelfWatch watch,
      Clock clock,
      Supplier<List<String>> routes) {
    this.book = book;
    this.routes = routes;
    this.condition = condition;
    this.watch = watch;
    this.options = options;
    this.intake = intake;
    this.store = store;
    this.clock = clock;
    stamp = stampOf(options.pack());
  }

  /**
   * Starts to do it again and again.
   *
   * @param refresh how long to wait before everything is read again
   * @param context what was read first
   */
  void start(Duration refresh, Context context) {
    tellOfFeeds(context.changeProblems());
    every(refresh, this::refresh);
    every(refresh, this::refreshRoutes);
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

  /** Reads and looks at everything again; what fails keeps nothing else from being done. */
  void refresh() {
    quietly(intake::learnFromOthers);
    quietly(this::refreshPack);
    quietly(intake::watchFeeds);
    quietly(() -> tell(watch.deliveries()));
  }

  /** What is refused changes nothing. */
  private void refreshPack() {
    try {
      String now = stampOf(options.pack());
      RuleBook next = now.equals(stamp) ? book : read();
      Context context = options.contextAt(clock.instant());
      PackInForce inForce = inForce(options.pack(), next);
      if (inForce == null || !stampOf(options.pack()).equals(now)) {
        beingWritten();
        return;
      }
      intake.use(next, context);
      if (!next.digest().equals(book.digest())) {
        LOG.info("The pack {} is in force.", next.digest());
      }
      book = next;
      stamp = now;
      watch.uses(inForce, context);
      tellOfFeeds(context.changeProblems());
      condition.better(PACK);
    } catch (RulesRefusedException
        | PackSignatureException
        | PackRefusedException
        | RefusedException e) {
      refused(String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        beingWritten();
      } else {
        refused("A file of the pack can't be read (%s).".formatted(e.getCause()));
      }
    }
  }

  private void beingWritten() {
    LOG.info("The pack is being written; the last good one, {}, stays.", book.digest());
  }

  private void refused(String why) {
    condition.worse(PACK, why);
    LOG.error("The pack was refused; the last good one, {}, stays. {}", book.digest(), why);
    watch.refused(found(), why);
  }

  /**
   * Compiling takes seconds, so it is left out where files were only written again as they were.
   */
  private RuleBook read() {
    Pack.accept(options.pack());
    boolean same = RuleBookLoader.digest(options.pack()).equals(book.digest());
    return same ? book : options.book();
  }

  /** Identifies what lies where the pack should be, so that one refusal is told once. */
  private String found() {
    try {
      return RuleBookLoader.digest(options.pack());
    } catch (RefusedException | UncheckedIOException e) {
      return "";
    }
  }

  /** Returns the pack that was read, or null when its files are others by now. */
  static @Nullable PackInForce inForce(Path folder, RuleBook book) {
    PackSignature signature = Pack.signature(folder);
    SortedMap<String, String> files = RuleBookLoader.files(folder);
    if (!RuleBookLoader.digest(folder).equals(book.digest())
        || (signature != null && !signature.digests().equals(files))) {
      return null;
    }
    return new PackInForce(
        book.digest(),
        files,
        signature == null ? null : signature.key(),
        signature == null ? 0 : signature.version());
  }

  /** Tells once of what is refused of change feeds and calendars, for as long as it is the same. */
  private void tellOfFeeds(List<ChangeProblem> problems) {
    if (problems.equals(feedProblems)) {
      return;
    }
    feedProblems = List.copyOf(problems);
    if (problems.isEmpty()) {
      LOG.info("Change feeds and calendars are taken whole again.");
      condition.better(FEEDS);
      return;
    }
    problems.forEach(problem -> LOG.warn("{}", problem));
    condition.worse(FEEDS, PackOptions.refused(problems));
    LOG.warn("{}", PackOptions.refused(problems));
  }

  private void tell(Map<String, String> problems) {
    silent.stream().filter(name -> !problems.containsKey(name)).forEach(condition::better);
    silent.clear();
    silent.addAll(problems.keySet());
    problems.forEach(condition::worse);
  }

  private void refreshRoutes() {
    List<String> refused = routes.get();
    if (refused.isEmpty()) {
      condition.better(ROUTES);
    } else {
      condition.worse(ROUTES, String.join("\n", refused));
    }
  }

  /** Whatever fails is tried again: the timer would never run again what threw something. */
  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (StoreException | UncheckedIOException e) {
      LOG.warn("{} It is tried again.", e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("The upkeep failed; it is tried again.", e);
    }
  }

  /**
   * Names, sizes and ages of all files and of the signature: differs whenever somebody edited one.
   */
  private static String stampOf(Path pack) {
    try (Stream<Path> files = Files.walk(pack)) {
      StringBuilder stamp = new StringBuilder();
      Stream<Path> all = Stream.concat(files, Stream.of(PackSignature.fileOf(pack)));
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
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
