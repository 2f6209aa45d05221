package dev.appwatch.pipeline;

import dev.appwatch.model.Finding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A merged finding as bytes and back.
 *
 * @param findings how the finding itself is written
 */
record MergedCodec(FindingCodec findings) {

  byte[] encode(Merged merged) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, merged.origin());
      List<Origin> origins = merged.statements().origins();
      out.writeInt(origins.size());
      for (Origin origin : origins) {
        write(out, origin);
      }
      out.writeLong(merged.eventsLeftOut());
      out.write(findings.encode(merged.finding()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  Merged decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Origin origin = readOrigin(in);
      int count = in.readInt();
      List<Origin> origins = new ArrayList<>(count);
      for (int index = 0; index < count; index++) {
        origins.add(readOrigin(in));
      }
      long eventsLeftOut = in.readLong();
      Finding finding = findings.decode(in.readAllBytes());
      return new Merged(
          finding, origin, new Statements(finding.evidence(), origins), eventsLeftOut);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(DataOutputStream out, Origin origin) throws IOException {
    Instant time = origin.time();
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
    out.writeInt(origin.source().length());
    out.writeChars(origin.source());
    out.writeLong(origin.record());
    out.writeInt(origin.index());
  }

  private static Origin readOrigin(DataInputStream in) throws IOException {
    Instant time = Instant.ofEpochSecond(in.readLong(), in.readInt());
    char[] source = new char[in.readInt()];
    for (int index = 0; index < source.length; index++) {
      source[index] = in.readChar();
    }
    return new Origin(time, new String(source), in.readLong(), in.readInt());
  }
}
