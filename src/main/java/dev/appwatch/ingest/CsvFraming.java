package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.appwatch.model.QuarantineReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a CSV export into rows.
 *
 * <p>A row whose quotes do not close within the record limit costs its first line; the next line is
 * read as a row of its own.
 */
final class CsvFraming {

  private final ByteWindow window;
  private final Limits limits;
  private final Delivery delivery;
  private final CsvHeader header;
  private final CsvRowScanner scanner;
  private final DamageFinder damage;
  private final Unwrapper unwrapper;

  CsvFraming(
      ByteWindow window, Limits limits, CsvHeader header, Delivery delivery, Unwrapper unwrapper) {
    this.window = window;
    this.limits = limits;
    this.delivery = delivery;
    this.header = header;
    this.scanner = new CsvRowScanner(window, header.cells().delimiter(), limits.recordBytes());
    this.damage = new DamageFinder(window, limits.recordBytes());
    this.unwrapper = unwrapper;
  }

  void read() {
    window.moveTo(header.end());
    int first = window.byteAt(window.position());
    while (first >= 0) {
      if (first == '\n' || first == '\r') {
        window.moveTo(window.position() + 1);
      } else {
        row();
      }
      first = window.byteAt(window.position());
    }
  }

  private void row() {
    long start = window.position();
    CsvRowScanner.Outcome outcome = scanner.scan(start);
    if (outcome == CsvRowScanner.Outcome.WHOLE) {
      whole(start, scanner.at());
      return;
    }
    damage.begin();
    if (outcome == CsvRowScanner.Outcome.TOO_LONG) {
      delivery.quarantineTooLarge(damage.restOfLine(start));
      return;
    }
    delivery.quarantine(
        QuarantineReason.MALFORMED_CSV,
        "The row has a quote that is not closed where its cell ends.",
        damage.restOfLine(start));
  }

  private void whole(long start, long end) {
    long last = window.byteAt(end - 1) == '\r' ? end - 1 : end;
    byte[] bytes = window.copy(start, last);
    long offset = window.offset(start);
    try {
      unwrapper.deliver(fields(bytes), 0, offset, bytes);
    } catch (RefusedException e) {
      delivery.quarantine(e, offset, bytes);
    }
    window.moveTo(end);
  }

  private Map<String, @Nullable Object> fields(byte[] bytes) throws RefusedException {
    if (!Utf8.valid(bytes)) {
      throw new RefusedException(
          QuarantineReason.BROKEN_UTF8, "The row has bytes that are not UTF-8.");
    }
    List<String> names = header.names();
    if (names.size() > limits.keys()) {
      throw new RefusedException(
          QuarantineReason.TOO_MANY_KEYS,
          "The row has more than %d cells.".formatted(limits.keys()));
    }
    List<String> cells = cells(new String(bytes, UTF_8), names.size());
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String cell = i < cells.size() ? cells.get(i) : "";
      if (cell.length() > limits.stringLength()) {
        throw new RefusedException(
            QuarantineReason.STRING_TOO_LONG,
            "The row has a cell of more than %d characters.".formatted(limits.stringLength()));
      }
      fields.put(names.get(i), cell);
    }
    return fields;
  }

  /** Exports leave out the last cells of a row, or add some, when they are empty. */
  private List<String> cells(String row, int columns) throws RefusedException {
    Optional<List<String>> cells = header.cells().split(row);
    if (cells.isEmpty()) {
      throw new RefusedException(
          QuarantineReason.MALFORMED_CSV, "The row cannot be parted into cells.");
    }
    List<String> found = cells.get();
    boolean fits =
        found.size() <= columns
            ? found.size() * 2 >= columns
            : found.subList(columns, found.size()).stream().allMatch(String::isEmpty);
    if (!fits) {
      throw new RefusedException(
          QuarantineReason.MALFORMED_CSV,
          "The row has %d cells, its header %d.".formatted(found.size(), columns));
    }
    return found;
  }
}
