package dev.appwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.appwatch.FindingBuilder;
import dev.appwatch.model.Finding;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract, kept by a real PostgreSQL. */
final class PostgresqlStoreTest extends JournalContract {

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Override
  @BeforeEach
  void open() throws Exception {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA public CASCADE");
      statement.execute("CREATE SCHEMA public");
    }
    super.open();
  }

  @Override
  StoreAddress address() {
    return new StoreAddress(server.getJdbcUrl("postgres", "postgres"), null, null);
  }

  /** What waits for the same lock would wait as long for nothing. */
  @Test
  void aLockThatSomebodyHoldsCountsAsAStoreThatIsAway() throws Exception {
    String soon = server.getJdbcUrl("postgres", "postgres") + "&options=-c%20lock_timeout=200ms";
    try (Store impatient = Store.open(new StoreAddress(soon, null, null), CODEC);
        Connection other = server.getPostgresDatabase().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("UPDATE counter SET value = value");

      assertThatThrownBy(
              () ->
                  impatient.commit(
                      outcome("http", new Totals(0, 0, 0), List.of(), List.of()), NONE))
          .isInstanceOfSatisfying(
              StoreException.class, failure -> assertThat(failure.away()).isTrue())
          .hasMessageContaining("lock timeout");
    }
  }

  /** A store may hold more findings than fit into memory. */
  @Test
  void findingsAreFetchedInPieces() {
    List<Finding> findings =
        IntStream.range(0, 3 * StoredFindings.FETCHED)
            .mapToObj(
                number ->
                    new FindingBuilder()
                        .id("f%05d".formatted(number))
                        .event("http", number)
                        .build())
            .toList();
    commit(outcome("http", new Totals(findings.size(), findings.size(), 0), findings, List.of()));
    Set<String> states = new TreeSet<>();
    List<Finding> read = new ArrayList<>();

    store
        .findings()
        .forEach(
            FindingFilter.ALL,
            stored -> {
              if (read.isEmpty()) {
                states.addAll(statesOfConnections());
              }
              read.add(stored.finding());
            });

    assertThat(read).hasSameSizeAs(findings);
    assertThat(states).contains("idle in transaction"); // while the others are not fetched yet
  }

  private static List<String> statesOfConnections() {
    List<String> states = new ArrayList<>();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT state FROM pg_stat_activity WHERE state IS NOT NULL AND query LIKE '%FROM"
                    + " finding%' AND pid <> pg_backend_pid()")) {
      while (rows.next()) {
        states.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return states;
  }

  @Test
  void neverShowsAPassword() {
    assertThat(new StoreAddress("jdbc:postgresql://db/x?password=p4ss", "me", "p4ss"))
        .asString()
        .doesNotContain("p4ss");
  }
}
