package dev.appwatch.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** An opened database whose schema is the one of this program. */
final class Database implements AutoCloseable {

  private static final int CONNECTIONS = 4;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final String NOW = "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)";
  private static final String NOW_SQLITE = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

  private final HikariDataSource pool;
  private final boolean sqlite;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool, boolean sqlite) {
    this.pool = pool;
    this.sqlite = sqlite;
    this.jdbi = Jdbi.create(pool);
  }

  static Database open(StoreAddress address) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("appwatch-store");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    if (address.sqlite()) {
      config.setDataSource(sqlite(address));
    } else {
      config.setJdbcUrl(address.url());
      config.setUsername(address.user());
      config.setPassword(address.password());
      patient(config);
    }
    HikariDataSource pool;
    try {
      pool = new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new StoreException(
          "The store (%s) could not be opened (%s).%n    Maybe it does not run, or APPWATCH_DB is misspelt."
              .formatted(address, StoreException.reason(e)),
          e);
    }
    try {
      migrate(pool, address.sqlite());
    } catch (FlywayException e) {
      pool.close();
      throw new StoreException(
          "The tables of the store (%s) could not be made (%s).%n    Maybe its user may not create tables, or a newer program made them."
              .formatted(address, StoreException.reason(e)),
          e);
    }
    return new Database(pool, address.sqlite());
  }

  /**
   * Neither a server that vanished without a word nor a process that was frozen in the middle of a
   * transaction may hold up the others for ever. The address may set these options otherwise.
   */
  private static void patient(HikariConfig config) {
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("socketTimeout", "120");
    config.addDataSourceProperty("targetServerType", "primary");
    config.addDataSourceProperty(
        "options", "-c lock_timeout=30s -c idle_in_transaction_session_timeout=60s");
    config.setMaxLifetime(LIFETIME.toMillis()); // after a fail-over, none stays with the old one
    config.setExceptionOverride(new EvictedWhenDemoted());
  }

  /** Readers never wait for the writer, and what was committed survives a loss of power. */
  private static DataSource sqlite(StoreAddress address) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(PATIENCE_MILLIS);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(address.url());
    return source;
  }

  private static void migrate(DataSource pool, boolean sqlite) {
    Flyway.configure()
        .dataSource(pool)
        .locations("classpath:dev/appwatch/store")
        .placeholders(Map.of("bytes", sqlite ? "BLOB" : "BYTEA", "now", sqlite ? NOW_SQLITE : NOW))
        .load()
        .migrate();
  }

  /** Returns whether several processes may write at once. */
  boolean shared() {
    return !sqlite;
  }

  /** Runs reads, each of which sees what was committed before it. */
  <T> T read(HandleCallback<T, RuntimeException> work) {
    try {
      return jdbi.withHandle(work);
    } catch (JdbiException e) {
      throw StoreException.unread(e);
    }
  }

  /**
   * Runs reads that all see the same, while others write; what a query returns is fetched in pieces
   * of its fetch size.
   */
  <T> T consistent(HandleCallback<T, RuntimeException> work) {
    return sqlite ? read(handle -> sameState(handle, work)) : sameStatePostgresql(work);
  }

  /** A transaction of the driver would ask for the right to write. */
  private static <T> T sameState(Handle handle, HandleCallback<T, RuntimeException> work) {
    handle.execute("BEGIN");
    try {
      return work.withHandle(handle);
    } finally {
      handle.execute("ROLLBACK");
    }
  }

  /** Only within a transaction of the driver does it fetch in pieces. */
  private <T> T sameStatePostgresql(HandleCallback<T, RuntimeException> work) {
    try {
      return jdbi.inTransaction(
          TransactionIsolationLevel.REPEATABLE_READ,
          handle -> {
            handle.execute("SET TRANSACTION READ ONLY");
            // whoever reads may be a person with a pager; nobody waits for a reader
            handle.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            return work.withHandle(handle);
          });
    } catch (JdbiException e) {
      throw StoreException.unread(e);
    }
  }

  /** Runs reads that all see the same, for nobody writes meanwhile. */
  <T> T snapshot(HandleCallback<T, RuntimeException> work) {
    return write(work);
  }

  /**
   * Runs a transaction; one at a time among all processes that share the store, so that numbers of
   * changes appear in their order.
   */
  <T> T write(HandleCallback<T, RuntimeException> work) {
    try {
      return jdbi.inTransaction(
          handle -> {
            handle.execute("UPDATE counter SET value = value WHERE name = 'change'");
            return work.withHandle(handle);
          });
    } catch (JdbiException e) {
      throw StoreException.unwritten(e);
    }
  }

  /** Runs a transaction that numbers no change, and so need not take turns with those that do. */
  <T> T writeApart(HandleCallback<T, RuntimeException> work) {
    try {
      return jdbi.inTransaction(work);
    } catch (JdbiException e) {
      throw StoreException.unwritten(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
