package dev.appwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.Statement;
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

  @Test
  void neverShowsAPassword() {
    assertThat(new StoreAddress("jdbc:postgresql://db/x?password=p4ss", "me", "p4ss"))
        .asString()
        .doesNotContain("p4ss");
  }
}
