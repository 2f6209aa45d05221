package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.QuarantineReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EncodingTest {

  private static final String LINES = "{\"n\":1}\n{\"n\":\"ä€😀\"}\nbad\n{\"n\":3}\n";

  @Test
  void readsUtf8WithAByteOrderMark() {
    Collected collected = Collected.of("\ufeff" + LINES);

    assertThat(collected.numbers()).containsExactly(1, "ä€😀", 3);
    assertThat(collected.records().get(0).position().offset()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsUtf16AndTellsOffsetsInTheSource(boolean bigEndian) {
    Charset charset = bigEndian ? UTF_16BE : UTF_16LE;
    byte[] source = ("\ufeff" + LINES).getBytes(charset);

    Collected collected = Collected.of(source);

    assertThat(collected.numbers()).containsExactly(1, "ä€😀", 3);
    assertThat(collected.reasons()).containsExactly(QuarantineReason.MALFORMED_JSON);
    for (int i = 0; i < 3; i++) {
      int offset = (int) collected.records().get(i).position().offset();
      String rest = new String(source, offset, source.length - offset, charset);
      assertThat(rest).startsWith(new String(collected.records().get(i).bytes(), UTF_8));
    }
  }

  @Test
  void refusesOnlyTheRecordWithAHalfSurrogateAndTheOddByte() {
    byte[] source = "\ufeff{\"n\":1}\n{\"n\":\"?\"}\n{\"n\":3}\n".getBytes(UTF_16LE);
    source[2 + 2 * 14] = 0;
    source[2 + 2 * 14 + 1] = (byte) 0xd8;

    Collected collected = Collected.of(Arrays.copyOf(source, source.length + 1));

    assertThat(collected.numbers()).containsExactly(1, 3);
    assertThat(collected.reasons())
        .containsExactly(QuarantineReason.BROKEN_UTF8, QuarantineReason.BROKEN_UTF8);
  }

  @Test
  void unpacksGzipMembersOneAfterTheOther() {
    byte[] packed = join(gzip("{\"n\":1}\n{\"n\""), gzip(":2}\n"), gzip(""), new byte[7]);

    Collected collected = Collected.of(packed);

    assertThat(collected.numbers()).containsExactly(1, 2);
    assertThat(collected.quarantined()).isEmpty();
    assertThat(collected.records().get(1).position().offset()).isEqualTo(8);
  }

  @Test
  void deliversWhatPrecedesTheCutOfAGzip() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("{\"n\":").append(i).append(",\"x\":").append((i * 7919L) % 10007).append("}\n");
    }
    byte[] packed = gzip(text.toString());

    Collected collected = Collected.of(Arrays.copyOf(packed, packed.length / 2));

    assertThat(collected.records()).hasSizeGreaterThan(1000);
    assertThat(collected.reasons()).endsWith(QuarantineReason.BROKEN_GZIP);
    assertThat(collected.reasons()).containsOnlyOnce(QuarantineReason.BROKEN_GZIP);
  }

  @Test
  void tellsABadChecksumAndADamagedSecondMember() {
    byte[] bad = gzip(LINES);
    bad[bad.length - 6] ^= 1;
    byte[] second = gzip("{\"n\":9}");
    second[2] = 3;

    Collected checksum = Collected.of(bad);
    Collected member = Collected.of(join(gzip("{\"n\":1}\n"), second));

    assertThat(checksum.numbers()).containsExactly(1, "ä€😀", 3);
    assertThat(checksum.reasons()).endsWith(QuarantineReason.BROKEN_GZIP);
    assertThat(member.numbers()).containsExactly(1);
    assertThat(member.reasons()).containsExactly(QuarantineReason.BROKEN_GZIP);
  }

  @Test
  void stopsAGzipBombAndRefusesGzipInGzip() {
    Collected bomb = Collected.of(gzip("{\"n\":1}\n" + " ".repeat(50_000_000) + "{\"n\":2}"));
    Collected nested = Collected.of(gzip(gzip(LINES)));

    assertThat(bomb.numbers()).containsExactly(1);
    assertThat(bomb.reasons()).containsExactly(QuarantineReason.GZIP_RATIO);
    assertThat(nested.records()).isEmpty();
    assertThat(nested.reasons()).containsExactly(QuarantineReason.NESTED_GZIP);
  }

  @Test
  void tellsWhenASourceFailsOnTheWay() {
    InputStream failing =
        new FilterInputStream(new ByteArrayInputStream("{\"n\":1}\n".getBytes(UTF_8))) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            if (count < 0) {
              throw new IOException("gone");
            }
            return count;
          }
        };

    Collected collected = Collected.of(Limits.DEFAULT, failing);

    assertThat(collected.numbers()).containsExactly(1);
    assertThat(collected.reasons()).containsExactly(QuarantineReason.UNREADABLE_SOURCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 4096})
  void readsTheSameHoweverFewBytesCome(int atOnce) {
    String json =
        LINES
            + "{\"value\":[{\"n\":4},{\"n\":[}, {\"n\":5}],\"@odata.x\":1}\n[{\"n\":6},\n{\"n\":7}]\n"
            + "{\n \"n\": 8\n}\n{\"n\":9}{\"n\":10} x\n{\"n\":\n";
    String csv =
        "\ufeffRecordId,Operation,\"Audit\"\r\n1,\"a\nb\"\"\",\u00e4\r\n2,\"open,c\n3,x,y\n";
    for (byte[] source :
        List.of(
            json.getBytes(UTF_8),
            csv.getBytes(UTF_8),
            ("\ufeff" + json).getBytes(UTF_16LE),
            join(gzip(json), gzip(json)))) {
      Collected whole = Collected.of(source);

      Collected slow = Collected.of(Limits.DEFAULT, new SlowStream(source, atOnce));

      assertThat(slow.lines()).isEqualTo(whole.lines()).hasSizeGreaterThan(2);
    }
  }

  static byte[] gzip(String text) {
    return gzip(text.getBytes(UTF_8));
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  /** A stream that gives a few bytes at a time. */
  private static final class SlowStream extends ByteArrayInputStream {

    private final int atOnce;

    SlowStream(byte[] bytes, int atOnce) {
      super(bytes);
      this.atOnce = atOnce;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
      return super.read(target, offset, Math.min(length, atOnce));
    }
  }
}
