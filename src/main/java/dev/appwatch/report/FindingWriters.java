package dev.appwatch.report;

import dev.appwatch.model.RuleCard;
import java.io.OutputStream;
import java.util.List;

/** Makes the writers of findings. */
public final class FindingWriters {

  private FindingWriters() {}

  /**
   * Returns a writer of one JSON object a line, for programs.
   *
   * <p>The stream must report its errors, which {@code System.out} does not.
   */
  public static FindingWriter jsonLines(OutputStream out) {
    return new JsonLinesWriter(out);
  }

  /** Returns a writer of a table for spreadsheets, in which no cell is calculated. */
  public static FindingWriter csv(OutputStream out) {
    return new CsvWriter(out);
  }

  /** Returns a writer of a page for browsers, which runs and loads nothing. */
  public static FindingWriter html(OutputStream out) {
    return new HtmlWriter(out);
  }

  /**
   * Returns a writer of one line of the Common Event Format for each finding, for a SIEM.
   *
   * <p>The stream must report its errors, which {@code System.out} does not.
   */
  public static FindingWriter cef(OutputStream out) {
    return new CefWriter(out);
  }

  /**
   * Returns a writer of syslog messages (RFC 5424) that hold lines of CEF, each with its length
   * before it, as they go over TCP and TLS.
   */
  public static FindingWriter syslog(OutputStream out) {
    return new SyslogWriter(out);
  }

  /**
   * Returns a writer for people, which expects the findings of an incident one after the other, the
   * worst first.
   *
   * <p>The stream must report its errors, which {@code System.out} does not.
   *
   * @param cards what the owners of the rules wrote about them
   */
  public static FindingWriter text(OutputStream out, List<RuleCard> cards, TextOptions options) {
    return new TextWriter(out, cards, options);
  }
}
