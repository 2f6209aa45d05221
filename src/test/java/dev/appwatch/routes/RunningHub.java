package dev.appwatch.routes;

import dev.appwatch.context.Context;
import dev.appwatch.intake.Intake;
import dev.appwatch.intake.IntakeOptions;
import dev.appwatch.model.EventRef;
import dev.appwatch.model.Finding;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.store.FindingFilter;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreAddress;
import dev.appwatch.store.Totals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** The service with its shipped routes, in this process, in a folder of its own. */
final class RunningHub implements AutoCloseable {

  private static final RuleBook BOOK =
      RuleBookLoader.load(Path.of("rules"), Path.of("target/cache/appwatch"));

  static final HttpOptions.Limits LIMITS =
      new HttpOptions.Limits(
          100_000,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          1_024,
          50,
          10_000);

  private static final HttpTokens TOKENS =
      HttpTokens.from(() -> List.of(Sent.TOKEN, Sent.NEXT_TOKEN));

  private final Path data;
  private final int port = freePort();
  private final Store store;
  private final Intake intake;
  private final Hub hub;
  private final Service service;

  RunningHub(Path data, Map<String, String> more) {
    this(data, more, TOKENS, LIMITS);
  }

  /** Starts it with secrets that its routes may name. */
  RunningHub(Path data, Map<String, String> more, Map<String, String> secrets) {
    this(data, more, secrets, port -> plain(port, TOKENS, LIMITS), Path.of("routes"));
  }

  /** Starts it with routes of its own. */
  RunningHub(Path data, Path routes, Map<String, String> more) {
    this(data, more, port -> plain(port, TOKENS, LIMITS), routes);
  }

  /** Starts it with routes of its own and secrets that they may name. */
  RunningHub(Path data, Path routes, Map<String, String> more, Map<String, String> secrets) {
    this(data, more, secrets, port -> plain(port, TOKENS, LIMITS), routes);
  }

  /** Starts it with these tokens and limits, over plain HTTP. */
  RunningHub(Path data, Map<String, String> more, HttpTokens tokens, HttpOptions.Limits limits) {
    this(data, more, port -> plain(port, tokens, limits), Path.of("routes"));
  }

  /** Starts it with secrets that its routes may name, and these tokens and limits. */
  RunningHub(
      Path data,
      Map<String, String> more,
      Map<String, String> secrets,
      HttpTokens tokens,
      HttpOptions.Limits limits) {
    this(data, more, secrets, port -> plain(port, tokens, limits), Path.of("routes"));
  }

  /** Starts it as it is told. */
  RunningHub(Path data, Map<String, String> more, IntFunction<HttpOptions> http, Path routes) {
    this(data, more, Map.of(), http, routes);
  }

  private RunningHub(
      Path data,
      Map<String, String> more,
      Map<String, String> secrets,
      IntFunction<HttpOptions> http,
      Path routes) {
    this.data = data;
    store = openStore(data);
    intake =
        new Intake(
            store, BOOK, Context.load(Path.of("rules")), IntakeOptions.DEFAULT, Clock.systemUTC());
    Map<String, String> properties = new TreeMap<>();
    properties.put("appwatch.files.folder", data.resolve("inbox").toString());
    properties.put("appwatch.changes.folder", data.resolve("changes").toString());
    properties.put("appwatch.findings.folder", data.resolve("findings").toString());
    properties.putAll(more);
    hub = new Hub(intake, store, Clock.systemUTC());
    service = new Service(hub, http.apply(port), routes, properties, secrets::get);
    service.start();
  }

  private static HttpOptions plain(int port, HttpTokens tokens, HttpOptions.Limits limits) {
    return new HttpOptions("127.0.0.1", port, tokens, "", "", "", limits);
  }

  static Store openStore(Path data) {
    return openStore("jdbc:sqlite:" + data.resolve("appwatch.db"));
  }

  /** Opens a store of any kind by its address. */
  static Store openStore(String url) {
    return Store.open(
        new StoreAddress(url, null, null),
        FindingCodec.of(FindingJson::encode, FindingJson::decode));
  }

  Sent client() {
    return new Sent(port);
  }

  /** Takes up what was edited in the folder of the routes. */
  List<String> refreshRoutes() {
    return service.refresh();
  }

  List<String> routeIds() {
    return service.routeIds();
  }

  Hub hub() {
    return hub;
  }

  int port() {
    return port;
  }

  Path inbox() {
    return data.resolve("inbox");
  }

  Store store() {
    return store;
  }

  List<Finding> findings() {
    return findings(store);
  }

  static List<Finding> findings(Store store) {
    List<Finding> findings = new ArrayList<>();
    store.findings().forEach(FindingFilter.ALL, stored -> findings.add(stored.finding()));
    return findings;
  }

  /** Returns the ids of the records that findings rest on. */
  static Set<String> recordIds(List<Finding> findings) {
    return findings.stream()
        .map(Finding::events)
        .flatMap(List::stream)
        .map(EventRef::id)
        .map(String::valueOf)
        .collect(Collectors.toSet());
  }

  /** Waits until something holds; fails after a while. */
  static void until(String what, BooleanSupplier holds) {
    until(what, Duration.ofMinutes(3), holds);
  }

  static void until(String what, Duration time, BooleanSupplier holds) {
    Instant end = Instant.now().plus(time);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("Within %s it did not happen that %s.".formatted(time, what));
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** Returns what became of all records of a kind of source, whatever topic they came from. */
  static Totals totals(Store store, String kind) {
    return store.totals().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(kind + "/"))
        .map(Map.Entry::getValue)
        .reduce(Totals.NONE, Totals::and);
  }

  /** Runs a statement in a store of that folder, beside whoever has it open. */
  static void sql(Path data, String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("appwatch.db"));
        Statement run = connection.createStatement()) {
      run.execute("PRAGMA busy_timeout = 10000");
      run.execute(statement);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    service.stop();
    intake.close();
    store.close();
  }
}
