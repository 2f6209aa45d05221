package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressTest {

  @Test
  void writesNothingWhenItIsOff() {
    assertThat(output(1_000, false, Duration.ZERO)).isEmpty();
  }

  @Test
  void writesNothingAboutShortWork() {
    assertThat(output(1_000, true, Duration.ofHours(1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000, 10, Progress.UNKNOWN})
  void showsLongerWork(long totalBytes) {
    assertThat(output(totalBytes, true, Duration.ZERO)).contains("appwatch");
  }

  private static String output(long totalBytes, boolean enabled, Duration patience) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (Progress unit = new Progress(totalBytes, enabled, out, patience)) {
      unit.bytesRead(400);
      unit.bytesRead(500);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
