package dev.appwatch.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ValuesTest {

  @Test
  void unquotesScalars() {
    assertThat(Values.canonical("\"Mail.Read\"")).isEqualTo("Mail.Read");
    assertThat(Values.canonical("\"a \\\"b\\\"\"")).isEqualTo("a \"b\"");
    assertThat(Values.canonical("True")).isEqualTo("True");
  }

  @Test
  void writesPrettyAndCompactArraysAlike() {
    String pretty = "[\r\n  {\r\n    \"Address\": \"https:\\/\\/a.example\"\r\n  }\r\n]";

    assertThat(Values.canonical(pretty)).isEqualTo("[{\"Address\":\"https://a.example\"}]");
    assertThat(Values.canonical("[{\"Address\":\"https://a.example\"}]"))
        .isEqualTo("[{\"Address\":\"https://a.example\"}]");
  }

  @Test
  void takesValuesThatAreNoTextAnyMore() {
    assertThat(Values.canonical(List.of(Map.of("a", 1)))).isEqualTo("[{\"a\":1}]");
    assertThat(Values.canonical(true)).isEqualTo("true");
  }

  @Test
  void tellsEmptyFromNotRecorded() {
    assertThat(Values.canonical("[]")).isEqualTo("[]");
    assertThat(Values.canonical("\"\"")).isEmpty();
    assertThat(Values.canonical("")).isNull();
    assertThat(Values.canonical(null)).isNull();
  }

  @Test
  void keepsTextThatWasCut() {
    assertThat(Values.canonical("[{\"Address\":\"https://a.exa"))
        .isEqualTo("[{\"Address\":\"https://a.exa");
  }
}
