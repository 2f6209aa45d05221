package dev.appwatch.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-03-02T21:14:07.1234567Z|2026-03-02T21:14:07.123456700Z",
        "2026-03-02T21:14:07.1234567+00:00|2026-03-02T21:14:07.123456700Z",
        "2026-03-02T23:14:07+02:00|2026-03-02T21:14:07Z",
        "2026-03-02T21:14:07.1Z|2026-03-02T21:14:07.100Z",
        "2026-03-02T21:14:07.123456789Z|2026-03-02T21:14:07.123456789Z",
        "2026-03-02T21:14:07Z|2026-03-02T21:14:07Z",
        "2024-02-29T23:59:59Z|2024-02-29T23:59:59Z",
        "2026-12-31T00:00:00.5Z|2026-12-31T00:00:00.500Z",
        "2026-03-02T21:14:07|2026-03-02T21:14:07Z",
        "2026-03-02 21:14:07|2026-03-02T21:14:07Z",
        "3/2/2026, 9:14:07.1234567 PM|2026-03-02T21:14:07.123456700Z",
        "3/2/2026 21:14:07|2026-03-02T21:14:07Z",
        "22/3/2026 21:14:07|2026-03-22T21:14:07Z",
        "12/31/2026 9:14:07 PM|2026-12-31T21:14:07Z",
        "12/31/2026 9:14:07 PM +01:00|2026-12-31T20:14:07Z",
        "31.12.2026 21:14:07|2026-12-31T21:14:07Z",
        "2.3.2026, 21:14:07|2026-03-02T21:14:07Z",
        "Mar 2, 2026 9:14:07 PM|2026-03-02T21:14:07Z",
        "1/9/2007 10:41:00 AM +01:00|2007-01-09T09:41:00Z",
        "3/2/2026 9:14:07.1234567 PM+00:00|2026-03-02T21:14:07.123456700Z",
        "3/2/2026 22:14:07 +01:00|2026-03-02T21:14:07Z",
        "22/3/2026 9:14:07 PM -05:30|2026-03-23T02:44:07Z",
        "22/3/2026 21:14:07 +00:00|2026-03-22T21:14:07Z",
        "2.3.2026 22:14:07 +01:00|2026-03-02T21:14:07Z",
        "Mar 2, 2026 9:14:07\u202FPM +00:00|2026-03-02T21:14:07Z",
        "2026-03-02 22:14:07 +01:00|2026-03-02T21:14:07Z",
        "/Date(1772486047000)/|2026-03-02T21:14:07Z",
        "3/2/2026 9:14:07 PM|2026-03-02T21:14:07Z"
      })
  void readsEveryForm(String text, Instant instant) {
    assertThat(Times.parse(text)).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-02T17:08:65",
        "2026-02-30T17:08:05Z",
        "2026-03-02T24:08:05Z",
        "yesterday at noon",
        "2026-03-02T21:14:07 Z",
        "2026-03-02T 21:14:07Z",
        "1/9/2007 10:41:00 AM +01",
        "1/9/2007 10:41:00 AM +19:00",
        "1/9/2007 10:41:00 AM Z",
        "2026",
        "",
        "0001-01-01"
      })
  void readsNoTimeWhereThereIsNone(String text) {
    assertThat(Times.parse(text)).isNull();
  }

  @Test
  void readsNothingFromNothing() {
    assertThat(Times.parse(null)).isNull();
  }
}
