package dev.appwatch.cli;

import dev.appwatch.model.RuleCard;
import dev.appwatch.report.FindingWriter;
import dev.appwatch.report.FindingWriters;
import dev.appwatch.report.TextOptions;
import java.io.OutputStream;
import java.util.List;

/** How findings are written. */
enum Format {
  TEXT,
  JSONL,
  CEF,
  CSV,
  HTML;

  /**
   * Returns a writer.
   *
   * @param cards what the owners of the rules wrote, for those formats that tell it
   */
  FindingWriter writer(OutputStream out, List<RuleCard> cards, TextOptions options) {
    return switch (this) {
      case TEXT -> FindingWriters.text(out, cards, options);
      case JSONL -> FindingWriters.jsonLines(out);
      case CEF -> FindingWriters.cef(out);
      case CSV -> FindingWriters.csv(out);
      case HTML -> FindingWriters.html(out);
    };
  }
}
