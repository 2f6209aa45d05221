package dev.appwatch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A record as an attacker would write it, in one line, and what must become of it however it comes.
 *
 * @param what what is hostile about it
 * @param bytes the record
 * @param reason the reason code under which it must be set aside
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record HostileRecords(String what, byte[] bytes, String reason) {

  /** Whether it tells that somebody hides something, so that it must alert. */
  public boolean alerts() {
    return reason.equals("DUPLICATE_KEY");
  }

  @Override
  public String toString() {
    return what;
  }

  /** Returns every hostile record. */
  public static List<HostileRecords> all() {
    return List.of(
        text("nesting of 100,000", value("[".repeat(100_000) + "]".repeat(100_000)), "TOO_DEEP"),
        text("nesting of 65", "{\"a\":".repeat(65) + "1" + "}".repeat(65), "TOO_DEEP"),
        text("a text of 21 MB", value("\"" + "x".repeat(21_000_000) + "\""), "RECORD_TOO_LARGE"),
        text("a text of 600 KB", value("\"" + "x".repeat(600_000) + "\""), "STRING_TOO_LONG"),
        text("200,000 members", members(200_000), "TOO_MANY_KEYS"),
        text(
            "a million empty objects", value("[{}" + ",{}".repeat(999_999) + "]"), "TOO_MANY_KEYS"),
        text(
            "a member twice",
            "{\"activityDisplayName\":\"Add owner\",\"activityDisplayName\":\"harmless\"}",
            "DUPLICATE_KEY"),
        text("a member twice, once escaped", "{\"id\":\"a\",\"\\u0069d\":\"b\"}", "DUPLICATE_KEY"),
        text("a member twice, deep inside", "{\"a\":[{\"b\":{\"c\":1,\"c\":2}}]}", "DUPLICATE_KEY"),
        text("trailing garbage", "{\"a\":1} x", "TRAILING_GARBAGE"),
        raw("an overlong zero", "BROKEN_UTF8", 0xc0, 0x80),
        raw("bytes that are no UTF-8", "BROKEN_UTF8", 0xff, 0xfe),
        raw("a surrogate as UTF-8", "BROKEN_UTF8", 0xed, 0xa0, 0x80),
        raw("bare zero bytes", "MALFORMED_JSON", 0, 0),
        text("not a number", value("NaN"), "MALFORMED_JSON"),
        text("infinity", value("-Infinity"), "MALFORMED_JSON"),
        text("1,001 digits", value("9".repeat(1_001)), "STRING_TOO_LONG"),
        text("an endless exponent", value("1e1000000000"), "MALFORMED_JSON"),
        text("a lone surrogate", value("\"\\ud800\""), "UNKNOWN_SHAPE"),
        text("no object", "\"just a text\"", "UNKNOWN_SHAPE"));
  }

  private static String value(String value) {
    return "{\"a\":" + value + "}";
  }

  private static String members(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"k" + i + "\":1")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static HostileRecords text(String what, String text, String reason) {
    return new HostileRecords(what, text.getBytes(StandardCharsets.UTF_8), reason);
  }

  private static HostileRecords raw(String what, String reason, int... bytes) {
    byte[] head = "{\"a\":\"".getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(head, head.length + bytes.length + 2);
    for (int i = 0; i < bytes.length; i++) {
      all[head.length + i] = (byte) bytes[i];
    }
    all[all.length - 2] = '"';
    all[all.length - 1] = '}';
    return new HostileRecords(what, all, reason);
  }
}
