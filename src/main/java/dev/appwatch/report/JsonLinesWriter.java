package dev.appwatch.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.appwatch.model.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writes one JSON object a line, in UTF-8. */
final class JsonLinesWriter implements FindingWriter {

  private final OutputStream out;
  private final JsonGenerator json;

  JsonLinesWriter(OutputStream out) {
    this.out = out;
    try {
      this.json = JsonText.lines(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(Finding finding) {
    try {
      FindingJson.write(json, finding, FindingJson.Members.CONTRACT);
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void finish() {
    try {
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      json.close();
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
