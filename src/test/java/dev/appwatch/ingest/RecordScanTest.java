package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scan accepts, the reader proper accepts, and finds the same in it. */
final class RecordScanTest {

  private static final Limits LIMITS = new Limits(4_000, 5, 2_000, 12, 200);
  private static final Vocabulary WORDS =
      new Vocabulary(
          List.of(
              new Vocabulary.Word("category", 3, 0, false),
              new Vocabulary.Word("properties", 1, 1, true),
              new Vocabulary.Word("protocol", 0, 2, false),
              new Vocabulary.Word("a", 1, -1, false)));

  private final RecordScan scan = new RecordScan(LIMITS, WORDS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"category\":\"x\"}",
        " {\"a\":1}",
        "{ \"a\" : [ 1 , -2.5, true, false, null, \"\\u00e9\\n\", {}, [] ] , \"b\" : { \"c\":{}}}",
        "{\"a\":\"ü€𝄞\"}"
      })
  void acceptsWhatIsUsual(String text) {
    assertThat(accepts(text.strip())).isTrue();
    assertThat(proper(text.strip())).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"c\":2,\"b\":3}}",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":tru}",
        "{\"a\":truex}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\t\"}",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{\"a\":[1}}",
        "{\"a\":{]}",
        "{\"a\":1}}",
        "{\"a\":1} {\"b\":1}",
        "{,\"a\":1}",
        "{\"a\":[[[[[1]]]]]}",
        "{a:1}",
        "{\"a\":1",
        "{\"a\":\"}",
        "{\"1\":1,\"2\":1,\"3\":1,\"4\":1,\"5\":1,\"6\":1,\"7\":1,\"8\":1,\"9\":1,\"10\":1,\"11\":1,\"12\":1,\"13\":1}",
        "{\"a\":[1,2,3,4,5,6,7,8,9,10,11,12]}",
        "{\"a\":[{},{},{},{},{},{},[{},{},{},{},{},{}]]}"
      })
  void refusesWhatTheReaderRefuses(String text) {
    assertThat(proper(text)).isNull();
    assertThat(accepts(text)).isFalse();
    // and does so again: what was learnt of a broken record must not make it whole
    assertThat(accepts(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0xc0, 0xff, 0x80, 0xed})
  void refusesBytesThatAreNoText(int odd) {
    byte[] bytes = "{\"a\":\"?????\"}".getBytes(UTF_8);
    bytes[7] = (byte) odd;

    assertThat(scan.read(bytes, 0, bytes.length)).isFalse();
  }

  @Property(tries = 3_000)
  void acceptsNothingThatTheReaderRefuses(@ForAll("texts") String text) {
    if (accepts(text)) {
      assertThat(proper(text)).isInstanceOf(Map.class);
    }
  }

  @Property(tries = 1_500)
  void findsTheValuesThatTheReaderFinds(@ForAll("records") String text) {
    if (!accepts(text) || !(proper(text) instanceof Map<?, ?> record)) {
      return;
    }
    boolean known =
        record.keySet().stream().allMatch(List.of("category", "properties", "a")::contains);
    assertThat((scan.shapes() & 1) != 0).isEqualTo(known);
    assertSame(record.get("category"), scan.kind(0), 0, false);
    if (record.get("properties") instanceof Map<?, ?> held && !held.isEmpty()) {
      assertThat(scan.kind(1)).isEqualTo(RecordScan.Kind.OBJECT);
      assertSame(held.get("protocol"), scan.heldKind(2), 2, true);
    } else {
      assertThat(scan.kind(1)).isNotEqualTo(RecordScan.Kind.OBJECT);
    }
  }

  private void assertSame(
      @org.jspecify.annotations.Nullable Object value,
      RecordScan.Kind kind,
      int slot,
      boolean held) {
    switch (kind) {
      case TEXT -> assertThat(held ? scan.heldText(slot) : scan.text(slot)).isEqualTo(value);
      case NULL, ABSENT -> assertThat(value).isNull();
      case OBJECT -> assertThat(value).isInstanceOf(Map.class);
      case OTHER -> assertThat(value).isNotNull();
    }
  }

  private boolean accepts(String text) {
    // in the middle of other bytes, as in a window, and at its very end
    byte[] bytes = ("xx" + text + "\"yy}").getBytes(UTF_8);
    byte[] alone = text.getBytes(UTF_8);
    int end = bytes.length - 4;
    boolean amid = end > 2 && scan.read(bytes, 2, end);
    boolean last = alone.length > 0 && scan.read(alone, 0, alone.length);
    assertThat(amid).isEqualTo(last);
    return last;
  }

  private static @org.jspecify.annotations.Nullable Object proper(String text) {
    try {
      return new TreeReader(LIMITS, TreeReader.factory(LIMITS)).read(text.getBytes(UTF_8));
    } catch (RefusedException e) {
      return null;
    }
  }

  /** Records of the known names, and some of their characters changed. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<Character> odd =
        Arbitraries.of('{', '}', '[', ']', '"', ',', ':', '\\', 'u', '0', '-', '.', 't', ' ', '\n');
    return records()
        .flatMap(
            text ->
                Arbitraries.integers()
                    .between(0, Math.max(0, text.length() - 1))
                    .list()
                    .ofMaxSize(2)
                    .flatMap(
                        places ->
                            odd.list()
                                .ofSize(places.size())
                                .map(chars -> changed(text, places, chars))));
  }

  private static String changed(String text, List<Integer> places, List<Character> chars) {
    StringBuilder changed = new StringBuilder(text);
    for (int i = 0; i < places.size(); i++) {
      changed.setCharAt(places.get(i), chars.get(i));
    }
    return changed.toString();
  }

  @Provide
  Arbitrary<String> records() {
    return object(3);
  }

  private static Arbitrary<String> object(int depth) {
    Arbitrary<String> name =
        Arbitraries.of(
            "category", "properties", "protocol", "a", "b", "categorical", "ü", "pro\\u0041");
    Arbitrary<String> scalar =
        Arbitraries.of(
            "1",
            "-0",
            "12.75",
            "1e5",
            "true",
            "null",
            "\"\"",
            "\"x\"",
            "\"SignInLogs\"",
            "\"caf\\u00e9\"",
            "\"ü\"",
            "\"a\\\\\\\"b\"",
            "123456789012345678901234567890");
    Arbitrary<String> value =
        depth == 0
            ? scalar
            : Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(5, scalar),
                net.jqwik.api.Tuple.of(2, Arbitraries.lazy(() -> object(depth - 1))),
                net.jqwik.api.Tuple.of(
                    1,
                    Arbitraries.lazy(
                        () -> object(depth - 1).list().ofMaxSize(2).map(RecordScanTest::array))));
    return name.list()
        .ofMaxSize(5)
        .flatMap(names -> value.list().ofSize(names.size()).map(values -> object(names, values)));
  }

  private static String array(List<String> elements) {
    return "[" + String.join(", ", elements) + "]";
  }

  private static String object(List<String> names, List<String> values) {
    List<String> members = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      members.add("\"" + names.get(i) + "\":" + values.get(i));
    }
    return "{" + String.join(",", members) + "}";
  }
}
