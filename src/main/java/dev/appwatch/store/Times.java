package dev.appwatch.store;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Instants as text that sorts by time. */
final class Times {

  private static final DateTimeFormatter NANOS =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

  private Times() {}

  static String sortable(Instant instant) {
    return NANOS.format(instant);
  }
}
