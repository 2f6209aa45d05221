package dev.appwatch.report;

import dev.appwatch.model.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes a table as RFC 4180 has it, for people who read it in a spreadsheet. A cell that a
 * spreadsheet would calculate begins with an apostrophe.
 */
final class CsvWriter implements FindingWriter {

  /** First characters of formulas, the wide ones that some spreadsheets take for them included. */
  private static final String FORMULA = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20";

  private final CSVPrinter csv;

  CsvWriter(OutputStream out) {
    try {
      csv =
          new CSVPrinter(
              new OutputStreamWriter(out, StandardCharsets.UTF_8),
              CSVFormat.RFC4180
                  .builder()
                  .setHeader(FindingRow.COLUMNS.toArray(String[]::new))
                  .get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(Finding finding) {
    try {
      csv.printRecord(FindingRow.of(finding).values().stream().map(CsvWriter::cell).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String cell(String text) {
    boolean calculated = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    return (calculated ? "'" : "") + FindingRow.shown(text);
  }

  @Override
  public void finish() {
    try {
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      csv.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
