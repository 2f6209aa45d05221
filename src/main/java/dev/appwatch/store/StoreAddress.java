package dev.appwatch.store;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where the store is.
 *
 * @param url a JDBC address, {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql://HOST/DATABASE}
 * @param user whom PostgreSQL knows, null where the address or nobody says
 * @param password its password
 */
public record StoreAddress(String url, @Nullable String user, @Nullable String password) {

  private static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRESQL = "jdbc:postgresql:";

  public StoreAddress {
    requireNonNull(url, "url");
    if (!url.startsWith(SQLITE) && !url.startsWith(POSTGRESQL)) {
      throw new IllegalArgumentException(
          "The address of the store must begin with %s or %s.%n    Maybe APPWATCH_DB is misspelt."
              .formatted(SQLITE, POSTGRESQL));
    }
  }

  boolean sqlite() {
    return url.startsWith(SQLITE);
  }

  /** Never shows the password, nor the address, which may hold one. */
  @Override
  public String toString() {
    return sqlite() ? url : POSTGRESQL + "…";
  }
}
