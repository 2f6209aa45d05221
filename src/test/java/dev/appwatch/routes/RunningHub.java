package dev.appwatch.routes;

import dev.appwatch.context.Context;
import dev.appwatch.intake.Intake;
import dev.appwatch.intake.IntakeOptions;
import dev.appwatch.model.Finding;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.store.FindingFilter;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The service with its shipped routes, in this process, in a folder of its own. */
final class RunningHub implements AutoCloseable {

  private static final RuleBook BOOK = RuleBookLoader.load(Path.of("rules"));

  private final Path data;
  private final int port = freePort();
  private final Store store;
  private final Intake intake;
  private final Service service;

  RunningHub(Path data, Map<String, String> more) {
    this(data, Path.of("routes"), more);
  }

  RunningHub(Path data, Path routes, Map<String, String> more) {
    this.data = data;
    store = openStore(data);
    intake =
        new Intake(
            store, BOOK, Context.load(Path.of("rules")), IntakeOptions.DEFAULT, Clock.systemUTC());
    Map<String, String> properties = new TreeMap<>();
    properties.put("appwatch.files.folder", data.resolve("inbox").toString());
    properties.put("appwatch.findings.folder", data.resolve("findings").toString());
    properties.putAll(more);
    service =
        new Service(
            new Hub(intake, store, Clock.systemUTC()),
            new HttpOptions(
                "127.0.0.1",
                port,
                List.of(Sent.TOKEN, Sent.NEXT_TOKEN),
                "",
                "",
                "",
                new HttpOptions.Limits(
                    100_000, Duration.ofSeconds(5), Duration.ofSeconds(60), 50, 10_000)),
            routes,
            properties,
            name -> null);
    service.start();
  }

  static Store openStore(Path data) {
    return Store.open(
        new StoreAddress("jdbc:sqlite:" + data.resolve("appwatch.db"), null, null),
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
    return new Hub(intake, store, Clock.systemUTC());
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

  /** Waits until something holds; fails after a while. */
  static void until(String what, BooleanSupplier holds) {
    Instant end = Instant.now().plusSeconds(180);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("In three minutes it did not happen that " + what + ".");
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
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
