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
 * A merged finding as bytes and back; most findings were never merged and need nothing but
 * themselves.
 *
 * @param findings how the finding itself is written
 */
record MergedCodec(FindingCodec findings) {

  byte[] encode(Merged merged) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      boolean plain = merged.equals(Merged.of(merged.finding()));
      out.writeBoolean(plain);
      if (!plain) {
        writeOrigins(out, merged);
      }
      out.write(findings.encode(merged.finding()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  Merged decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return in.readBoolean() ? Merged.of(readFinding(in)) : readMerged(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Merged readMerged(DataInputStream in) throws IOException {
    Origin origin = readOrigin(in);
    int count = in.readInt();
    List<Origin> origins = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      origins.add(readOrigin(in));
    }
    long eventsLeftOut = in.readLong();
    Finding finding = readFinding(in);
    return new Merged(finding, origin, new Statements(finding.evidence(), origins), eventsLeftOut);
  }

  private Finding readFinding(DataInputStream in) throws IOException {
    return findings.decode(in.readAllBytes());
  }

  private static void writeOrigins(DataOutputStream out, Merged merged) throws IOException {
    write(out, merged.origin());
    out.writeInt(merged.statements().origins().size());
    for (Origin origin : merged.statements().origins()) {
      write(out, origin);
    }
    out.writeLong(merged.eventsLeftOut());
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
