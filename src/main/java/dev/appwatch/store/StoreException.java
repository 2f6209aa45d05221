package dev.appwatch.store;

import com.google.common.base.Throwables;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** The store could not be opened, read or written; nothing of what was attempted was kept. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
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
                    || (cause instanceof SQLException sql && away(sql.getSQLState())));
  }

  /** Connection lost, server shutting down, and a server that was demoted to a reader. */
  private static boolean away(@Nullable String state) {
    return state != null
        && (state.startsWith("08") || state.startsWith("57P") || state.equals("25006"));
  }
}
