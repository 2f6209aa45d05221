package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The first row of a CSV export.
 *
 * @param cells how cells are parted
 * @param names the names of the columns, none twice
 * @param end the position of the line break after it
 */
record CsvHeader(CsvCells cells, List<String> names, long end) {

  private static final int LONGEST = 1 << 16;
  private static final int FEWEST_COLUMNS = 3;
  private static final List<String> ZONES = List.of(" [UTC]", " [Local Time]");
  // what Export-Csv of old PowerShell and spreadsheets write above the header
  private static final List<String> PREAMBLES = List.of("#TYPE ", "sep=");
  private static final Set<String> KNOWN =
      Set.of(
          "_raw",
          "activitydatetime",
          "activitydisplayname",
          "actiontype",
          "auditdata",
          "correlation id",
          "correlationid",
          "creationdate",
          "creationtime",
          "operation",
          "operationname",
          "raweventdata",
          "recordid",
          "request id",
          "timegenerated");

  /** Returns the header when the source starts with one that log exports are known to have. */
  static Optional<CsvHeader> find(ByteWindow window) {
    long start = blankUntil(window, 0);
    long line1 = window.lineEnd(start, start + LONGEST);
    if (line1 > start && line1 - start < LONGEST) {
      String text = new String(window.copy(start, line1), UTF_8);
      if (PREAMBLES.stream().anyMatch(text::startsWith)) {
        start = blankUntil(window, line1);
      }
    }
    int first = window.byteAt(start);
    long end = first == '{' || first == '[' ? -1 : window.lineEnd(start, start + LONGEST);
    if (end < 0) {
      return Optional.empty();
    }
    byte[] bytes = window.copy(start, end);
    if (!Utf8.valid(bytes)) {
      return Optional.empty();
    }
    String line = new String(bytes, UTF_8);
    CsvCells cells = new CsvCells(delimiter(line));
    List<String> names = cells.split(line).orElse(List.of());
    boolean known = names.stream().anyMatch(CsvHeader::known);
    return names.size() >= FEWEST_COLUMNS && known
        ? Optional.of(new CsvHeader(cells, distinct(names), end))
        : Optional.empty();
  }

  private static long blankUntil(ByteWindow window, long from) {
    long at = from;
    while (at < from + LONGEST && JsonCursor.blank(window.byteAt(at))) {
      at++;
    }
    return at;
  }

  private static char delimiter(String line) {
    char best = ',';
    for (char candidate : new char[] {';', '\t'}) {
      if (count(line, candidate) > count(line, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String line, char value) {
    return line.chars().filter(c -> c == value).count();
  }

  private static boolean known(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT);
    return plain.contains("(utc)") || plain.endsWith("[utc]") || KNOWN.contains(plain);
  }

  private static List<String> distinct(List<String> names) {
    Set<String> distinct = new LinkedHashSet<>();
    for (String name : names) {
      String plain = name.stripTrailing();
      for (String zone : ZONES) {
        if (plain.endsWith(zone)) {
          plain = plain.substring(0, plain.length() - zone.length());
        }
      }
      String free = plain;
      for (int i = 2; !distinct.add(free); i++) {
        free = plain + " (" + i + ")";
      }
    }
    return new ArrayList<>(distinct);
  }
}
