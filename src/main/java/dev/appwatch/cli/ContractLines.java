package dev.appwatch.cli;

import dev.appwatch.model.Finding;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import dev.appwatch.report.FindingWriter;
import dev.appwatch.report.FindingWriters;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Findings as lines of their contract, each without its line feed. */
final class ContractLines {

  private ContractLines() {}

  static FindingCodec codec() {
    return FindingCodec.of(ContractLines::encode, FindingJson::decode);
  }

  private static byte[] encode(Finding finding) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (FindingWriter writer = FindingWriters.jsonLines(bytes)) {
      writer.write(finding);
      writer.finish();
    }
    return Arrays.copyOf(bytes.toByteArray(), bytes.size() - 1);
  }
}
