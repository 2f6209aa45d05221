package dev.appwatch.text;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A list of a pack: the names of its columns, then rows. A byte order mark, lines that begin with #
 * and rows without any value say nothing.
 *
 * @param header the names of the columns; none when the file says nothing
 * @param rows what follows
 */
public record ListFile(Row header, List<Row> rows) {

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setCommentMarker('#')
          .setIgnoreEmptyLines(true)
          .setTrim(true)
          .get();

  public ListFile {
    rows = List.copyOf(rows);
  }

  /**
   * Some cells.
   *
   * @param line where they begin, from 1; 0 when there are none
   * @param cells the cells without the blanks around them
   */
  public record Row(int line, List<String> cells) {

    public Row {
      cells = List.copyOf(cells);
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException when it can't be read, is no UTF-8, or has a quote in a wrong place
   */
  public static ListFile read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    String plain = text.startsWith("\ufeff") ? text.substring(1) : text;
    List<Row> rows = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(new StringReader(plain), FORMAT)) {
      for (CSVRecord row : parser) {
        List<String> cells = row.toList();
        if (!cells.stream().allMatch(String::isEmpty)) {
          rows.add(new Row((int) parser.getCurrentLineNumber() - breaksIn(cells), cells));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return rows.isEmpty()
        ? new ListFile(new Row(0, List.of()), rows)
        : new ListFile(rows.get(0), rows.subList(1, rows.size()));
  }

  private static int breaksIn(List<String> cells) {
    return (int) cells.stream().mapToLong(cell -> cell.lines().skip(1).count()).sum();
  }
}
