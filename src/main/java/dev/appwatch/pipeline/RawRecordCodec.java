package dev.appwatch.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.appwatch.model.Position;
import dev.appwatch.model.RawRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A raw record as bytes and back, for records that are to be judged later. */
public final class RawRecordCodec {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, @Nullable Object>> FIELDS =
      new TypeReference<>() {};

  private RawRecordCodec() {}

  /** Returns the record as bytes that {@link #decode} reads. */
  public static byte[] encode(RawRecord record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2 * record.bytes().length + 256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Returns the record that {@link #encode} wrote. */
  public static RawRecord decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(DataOutputStream out, RawRecord record) throws IOException {
    Position position = record.position();
    put(out, position.source().getBytes(StandardCharsets.UTF_8));
    out.writeLong(position.record());
    out.writeLong(position.offset());
    put(out, record.bytes());
    put(out, JSON.writeValueAsBytes(record.fields()));
  }

  static RawRecord read(DataInputStream in) throws IOException {
    String source = new String(take(in), StandardCharsets.UTF_8);
    Position position = new Position(source, in.readLong(), in.readLong());
    byte[] bytes = take(in);
    return new RawRecord(position, JSON.readValue(take(in), FIELDS), bytes);
  }

  private static void put(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] take(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }
}
