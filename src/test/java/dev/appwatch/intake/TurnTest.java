package dev.appwatch.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.appwatch.context.Context;
import dev.appwatch.ingest.Limits;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreAddress;
import dev.appwatch.store.StoreException;
import dev.appwatch.store.Totals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries that wait for their turn at the same time. */
final class TurnTest {

  private static final RuleBook BOOK = RuleBookLoader.load(Path.of("rules"));
  private static final IntakeOptions OPTIONS =
      new IntakeOptions(Limits.DEFAULT, Duration.ofHours(1), 64, 8, 1 << 20);

  @TempDir private Path folder;

  private final ExecutorService senders = Executors.newCachedThreadPool();
  private String url = "";
  private Store store;
  private Intake intake;

  @BeforeEach
  void start() throws Exception {
    url = "jdbc:sqlite:" + folder.resolve("appwatch.db");
    store =
        Store.open(
            new StoreAddress(url, null, null),
            FindingCodec.of(FindingJson::encode, FindingJson::decode));
    intake = new Intake(store, BOOK, Context.load(Path.of("rules")), OPTIONS, Clock.systemUTC());
    sql("CREATE TABLE transaction_begun (no INTEGER PRIMARY KEY)");
    sql(
        "CREATE TRIGGER begun AFTER UPDATE ON counter WHEN NEW.name = 'change'"
            + " BEGIN INSERT INTO transaction_begun VALUES (NULL); END");
  }

  @AfterEach
  void stop() throws InterruptedException {
    senders.shutdownNow();
    assertThat(senders.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    intake.close();
    store.close();
  }

  @Test
  void whatWaitsTogetherIsKeptTogether() throws Exception {
    List<Future<Totals>> sent = sendWhileBusy("http", "http", "http", "http", "http");

    for (Future<Totals> each : sent) {
      assertThat(each.get()).isEqualTo(new Totals(2, 0, 2));
    }

    // eight records fit into one transaction
    assertThat(begun()).isEqualTo(2);
    assertThat(store.totals().get("http")).isEqualTo(new Totals(10, 0, 10));
    assertThat(store.check()).isEmpty();
  }

  @Test
  void whatCannotBeKeptHarmsItselfOnly() throws Exception {
    sql(
        "CREATE TRIGGER refused BEFORE INSERT ON total WHEN NEW.intake = 'poison'"
            + " BEGIN SELECT RAISE(ABORT, 'not this one'); END");

    List<Future<Totals>> sent = sendWhileBusy("http", "poison", "kafka");

    assertThat(sent.get(0).get()).isEqualTo(new Totals(2, 0, 2));
    assertThatThrownBy(() -> sent.get(1).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(StoreException.class);
    assertThat(sent.get(2).get()).isEqualTo(new Totals(2, 0, 2));
    assertThat(store.totals()).containsOnlyKeys("http", "kafka");
    assertThat(store.check()).isEmpty();
  }

  /** Has deliveries of two records come while another one holds the intake. */
  private List<Future<Totals>> sendWhileBusy(String... intakes) throws Exception {
    List<Future<Totals>> sent = new ArrayList<>();
    Intake busy = intake;
    synchronized (busy) {
      for (String name : intakes) {
        int waiting = sent.size();
        String body = "broken %d\nbroken again %d\n".formatted(waiting, waiting);
        sent.add(
            senders.submit(
                () -> intake.take(Delivery.bytes(name, body.getBytes(StandardCharsets.UTF_8)))));
        while (intake.turnsWaiting() <= waiting) {
          Thread.onSpinWait();
        }
      }
    }
    return sent;
  }

  private int begun() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM transaction_begun")) {
      return result.getInt(1);
    }
  }

  private void sql(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
