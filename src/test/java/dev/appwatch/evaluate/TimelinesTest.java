package dev.appwatch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TimelinesTest {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  @Test
  void forgetsWhatCameFirstOnceThereIsTooMuch() {
    Timelines<String> lines = new Timelines<>(3);
    lines.put("one", START.plusSeconds(9), "late");
    lines.put("one", START, "early");
    lines.put("two", START, "only");
    lines.put("one", START, "early again");
    assertThat(lines.of("one").values()).containsExactly("early again", "late");

    lines.put("two", START.plusSeconds(5), "next");

    assertThat(lines.of("one").values()).containsExactly("early again");
    assertThat(lines.of("two").values()).containsExactly("only", "next");
    assertThat(lines.of("three")).isEmpty();
  }
}
