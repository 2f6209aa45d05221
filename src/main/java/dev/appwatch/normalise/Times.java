package dev.appwatch.normalise;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as the logs write them; a time without zone is UTC. */
final class Times {

  private static final DateTimeFormatter AMERICAN =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("M/d/yyyy[,] h:mm:ss[.SSS] a")
          .toFormatter(Locale.ENGLISH);

  private Times() {}

  /** Returns the instant, or null when the text is missing or no time. */
  static @Nullable Instant parse(@Nullable String text) {
    if (text == null || text.length() < 10) {
      return null;
    }
    try {
      if (text.length() > 11 && (text.charAt(10) == 'T' || text.charAt(10) == ' ')) {
        return iso(text.charAt(10) == 'T' ? text : text.replaceFirst(" ", "T"));
      }
      return LocalDateTime.parse(text.replace('\u202F', ' ').strip(), AMERICAN)
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Instant iso(String text) {
    if (text.endsWith("Z")) {
      return Instant.parse(text);
    }
    boolean offset = text.indexOf('+', 11) > 0 || text.indexOf('-', 11) > 0;
    return offset
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }
}
