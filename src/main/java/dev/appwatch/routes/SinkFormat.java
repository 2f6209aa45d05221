package dev.appwatch.routes;

import dev.appwatch.model.Finding;
import dev.appwatch.report.FindingWriter;
import dev.appwatch.report.FindingWriters;
import dev.appwatch.report.TextOptions;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

/** How findings are put into the body of an exchange. */
enum SinkFormat {
  /** A JSON line each. */
  JSONL {
    @Override
    FindingWriter writer(OutputStream out) {
      return FindingWriters.jsonLines(out);
    }
  },
  /** A line of CEF each. */
  CEF {
    @Override
    FindingWriter writer(OutputStream out) {
      return FindingWriters.cef(out);
    }
  },
  /** A message of RFC 5424 each, its length before it. */
  SYSLOG {
    @Override
    FindingWriter writer(OutputStream out) {
      return FindingWriters.syslog(out);
    }
  },
  /** Text for people, the findings of an action together. */
  TEXT {
    @Override
    FindingWriter writer(OutputStream out) {
      return FindingWriters.text(out, List.of(), new TextOptions(true, false));
    }

    @Override
    List<Finding> ordered(List<Finding> findings) {
      return Incidents.ordered(findings);
    }
  };

  private static final int USUAL_BYTES = 1024;

  abstract FindingWriter writer(OutputStream out);

  List<Finding> ordered(List<Finding> findings) {
    return findings;
  }

  /** Returns the findings as bytes, text in UTF-8. */
  byte[] bytes(List<Finding> findings) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES * findings.size());
    try (FindingWriter writer = writer(bytes)) {
      ordered(findings).forEach(writer::write);
      writer.finish();
    }
    return bytes.toByteArray();
  }

  static SinkFormat named(String name) {
    for (SinkFormat format : values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "format (%s) of appwatch:findings must be jsonl, cef, syslog or text.".formatted(name));
  }
}
