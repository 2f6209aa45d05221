package dev.appwatch.store;

import com.google.common.base.Throwables;
import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The store could not be opened, read or written; nothing of what was attempted was kept. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The bits of a result code of SQLite without those that tell more about it. */
  private static final int PRIMARY = 0xff;

  private static final Set<String> AWAY = Set.of("25006", "55P03");

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  static StoreException unread(Exception cause) {
    return new StoreException("The store could not be read (%s).".formatted(reason(cause)), cause);
  }

  static StoreException unwritten(Exception cause) {
    return new StoreException(
        "The store could not be written (%s).".formatted(reason(cause)), cause);
  }

  /** Returns what the database says in one line; values of rows are in the lines after it. */
  static String reason(Throwable failure) {
    Throwable root = Throwables.getRootCause(failure);
    String said = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return said.lines().findFirst().orElse("").replaceAll("[.\\s]+$", "");
  }

  /**
   * Returns whether the database is not there, or takes nothing from anybody, so that trying
   * something else at once would fail as well.
   */
  public boolean away() {
    return Throwables.getCausalChain(this).stream()
        .anyMatch(
            cause ->
                cause instanceof ConnectionException
                    || (cause instanceof SQLiteException sqlite && busy(sqlite))
                    || (cause instanceof SQLException sql && away(sql.getSQLState())));
  }

  private static boolean busy(SQLiteException failure) {
    int code = failure.getResultCode().code & PRIMARY;
    return code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
  }

  /**
   * Connection lost, server shutting down, a server that was demoted to a reader, and somebody who
   * holds a lock that all need.
   */
  private static boolean away(@Nullable String state) {
    return state != null
        && (state.startsWith("08") || state.startsWith("57P") || AWAY.contains(state));
  }
}
