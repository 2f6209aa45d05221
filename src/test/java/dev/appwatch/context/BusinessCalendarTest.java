package dev.appwatch.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BusinessCalendarTest {

  private static final String BERLIN =
      """
      zone: Europe/Berlin
      hours: {mon: ["08:00-18:00"], fri: ["22:00-06:00"], sun: ["20:00-24:00"]}
      holidays: [2026-03-09]
      """;

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T07:00:00Z, inside", // Monday 08:00 in winter
    "2026-03-02T06:59:59Z, off",
    "2026-03-02T17:00:00Z, off",
    "2026-03-30T06:00:00Z, inside", // Monday 08:00 in summer
    "2026-03-03T09:00:00Z, off", // no hours on Tuesday
    "2026-03-09T09:00:00Z, off", // holiday
    "2026-03-06T23:00:00Z, inside", // Friday night runs into Saturday
    "2026-03-07T04:59:00Z, inside",
    "2026-03-07T05:00:00Z, off",
    "2026-03-08T22:59:59Z, inside", // until midnight
    "2026-03-08T23:00:00Z, off"
  })
  void knowsItsHours(Instant instant, String hours) throws JsonProcessingException {
    BusinessCalendar calendar = BusinessCalendar.read(PackFiles.YAML.readTree(BERLIN));

    assertThat(calendar.hoursAt(instant)).isEqualTo(hours);
  }

  @Test
  void knowsNothingWithoutACalendar() {
    assertThat(BusinessCalendar.NONE.hoursAt(Instant.EPOCH)).isEqualTo("unknown");
  }

  @Test
  void refusesWhatItDoesNotKnowAndSaysWhatItDoes() {
    assertThatThrownBy(
            () ->
                BusinessCalendar.read(
                    PackFiles.YAML.readTree("{zone: Etc/UTC, hours: {mo: [\"08:00-18:00\"]}}")))
        .hasMessageContaining("(mo)")
        .hasMessageContaining("Maybe one of mon");
  }
}
