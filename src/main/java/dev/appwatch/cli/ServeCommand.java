package dev.appwatch.cli;

import com.google.common.base.Throwables;
import dev.appwatch.context.Context;
import dev.appwatch.intake.Intake;
import dev.appwatch.intake.IntakeOptions;
import dev.appwatch.intake.PackInForce;
import dev.appwatch.intake.SelfWatch;
import dev.appwatch.routes.Condition;
import dev.appwatch.routes.HttpOptions;
import dev.appwatch.routes.HttpTokens;
import dev.appwatch.routes.Hub;
import dev.appwatch.routes.ObserveServer;
import dev.appwatch.routes.Service;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs as a service: routes bring deliveries, findings are kept and handed on. */
@Command(
    name = "serve",
    description = {
      "Run as a service: the routes of a folder bring logs, findings are kept and handed on.",
      "",
      "docs/hub.md tells of the routes, the variables of the environment, and what is promised."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {

  private static final String TOKENS = "APPWATCH_HTTP_TOKENS";

  @Mixin private final PackOptions options = new PackOptions();

  @Mixin private final StoreOptions stores = new StoreOptions();

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      description = "The folder with *.camel.yaml. Default: routes beside the program.")
  private @Nullable Path routes;

  @Override
  @SuppressWarnings("try") // the lock is held, not used
  public Integer call() throws Exception {
    if (options.snapshotTime() != null) {
      throw new RefusedException(
          "A service can't be told what time it is (--now).\n"
              + "    Maybe appwatch evaluate is meant.");
    }
    ServeLog.begin();
    Logger log = LoggerFactory.getLogger(ServeCommand.class);
    Path folder = routes != null ? routes : Pack.home().resolve("routes");
    if (!Files.isDirectory(folder)) {
      throw new RefusedException(
          "The routes (%s) are no folder.\n    Maybe name one with --routes DIR."
              .formatted(folder));
    }
    HttpOptions http = http();
    stores.makeFolder();
    Context context = options.contextInSilence();
    RuleBook book = options.book();
    Clock clock = Clock.systemUTC();
    try (FileChannel alone = alone(stores.data());
        Store store = stores.open(true);
        Intake intake = new Intake(store, book, context, IntakeOptions.DEFAULT, clock)) {
      store.check().forEach(log::error);
      Hub hub = new Hub(intake, store, clock);
      Service service = new Service(hub, http, folder, properties(), Secret::named);
      Condition condition = new Condition();
      SelfWatch watch = new SelfWatch(store, clock, who(), intake::canarySeen);
      try (Upkeep upkeep =
              new Upkeep(options, book, intake, store, condition, watch, clock, service::refresh);
          ObserveServer observe =
              new ObserveServer(hub, condition, service::takesDeliveries, observed())) {
        PackInForce inForce = Upkeep.inForce(options.pack(), book);
        if (inForce == null) {
          throw new RefusedException(
              "The pack (%s) was changed while it was read.\n    Maybe start again once it is whole."
                  .formatted(options.pack()));
        }
        watch.started(inForce, context);
        upkeep.start(refresh(), context);
        log.info(
            "Serving the routes of {}; HTTP {}; observed at port {}.",
            folder,
            http,
            observe.port());
        log.info("The journal ends at {}.", store.journalHead());
        int code = run(service, folder);
        watch.stopped();
        return code;
      }
    }
  }

  /** Who runs the service, for the journal. */
  private static Map<String, String> who() {
    return Map.of(
        "version", Version.number(),
        "user", System.getProperty("user.name", ""),
        "host", or(System.getenv("HOSTNAME"), or(System.getenv("COMPUTERNAME"), host())),
        "process", String.valueOf(ProcessHandle.current().pid()));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  private static Duration refresh() {
    return Duration.ofSeconds(number("APPWATCH_REFRESH", 15));
  }

  private static int number(String variable, int usual) {
    String number = or(System.getenv(variable), String.valueOf(usual));
    if (!number.matches("[1-9][0-9]{0,3}")) {
      throw new RefusedException(
          "The value (%s) of %s must be a number from 1 to 9999.".formatted(number, variable));
    }
    return Integer.parseInt(number);
  }

  private static HttpOptions.Limits limits() {
    HttpOptions.Limits usual = HttpOptions.Limits.DEFAULT;
    return usual.forEachClient(
        number("APPWATCH_HTTP_CONNECTIONS", usual.connections()),
        number("APPWATCH_HTTP_REQUESTS", usual.requests()));
  }

  /** What keeps routes from starting is for whoever wrote them, or chose the port. */
  private static int run(Service service, Path folder) {
    try {
      return service.run();
    } catch (Exception e) {
      throw new RefusedException(
          "The routes (%s) could not be started: %s%n    Maybe a route is misspelt, or another program uses the port."
              .formatted(folder, Throwables.getRootCause(e).getMessage()));
    }
  }

  /** Two services on one folder would read the same files twice. */
  private static FileChannel alone(Path data) {
    try {
      FileChannel channel =
          FileChannel.open(
              data.resolve("appwatch.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = null;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        // held by this very process
      }
      if (lock == null) {
        channel.close();
        throw new RefusedException(
            "Another service runs with the folder (%s).\n    Maybe give this one a folder of its own with --data, and both one PostgreSQL with APPWATCH_DB."
                .formatted(data));
      }
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> properties() {
    Path data = stores.data().toAbsolutePath();
    return Map.of(
        "appwatch.data", data.toString(),
        "appwatch.changes.folder", stores.changes().toAbsolutePath().toString(),
        "appwatch.files.folder", data.resolve("inbox").toString(),
        "appwatch.findings.folder", data.resolve("findings").toString());
  }

  private static InetSocketAddress observed() {
    return new InetSocketAddress(
        or(System.getenv("APPWATCH_OBSERVE_HOST"), "127.0.0.1"),
        port(or(System.getenv("APPWATCH_OBSERVE_PORT"), "8421")));
  }

  private static int port(String port) {
    try {
      return Integer.parseInt(port);
    } catch (NumberFormatException e) {
      throw new RefusedException("The port (%s) must be a number.".formatted(port));
    }
  }

  private static HttpOptions http() {
    HttpTokens tokens =
        Secret.isSet(TOKENS) ? HttpTokens.from(ServeCommand::tokens) : HttpTokens.none();
    tokens(); // what can't be read is told at once
    try {
      return new HttpOptions(
          or(System.getenv("APPWATCH_HTTP_HOST"), "127.0.0.1"),
          port(or(System.getenv("APPWATCH_HTTP_PORT"), "8420")),
          tokens,
          or(System.getenv("APPWATCH_HTTP_KEYSTORE"), ""),
          or(Secret.named("APPWATCH_HTTP_KEYSTORE_PASSWORD"), ""),
          or(System.getenv("APPWATCH_HTTP_CLIENTS"), ""),
          limits());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  /** Read anew each time: where they come from a file, it may have changed. */
  private static List<String> tokens() {
    String tokens = or(Secret.named(TOKENS), "");
    return Stream.of(tokens.split("[\\s,]+")).filter(token -> !token.isEmpty()).toList();
  }

  private static String or(@Nullable String value, String other) {
    return value == null || value.isEmpty() ? other : value;
  }
}
