package dev.appwatch.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.ChangeWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SampleFeedsTest {

  private static final FeedOptions OPTIONS =
      new FeedOptions(
          Instant.parse("2026-03-06T06:00:00Z"), Duration.ZERO, ServiceNowFields.DEFAULT);

  private static FeedContents read(String file) {
    return ChangeFeedReader.read(Path.of(file), file, OPTIONS);
  }

  @ParameterizedTest
  @CsvSource({
    "docs/changes/example.csv, csv, 1, 1",
    "docs/changes/example.ics, icalendar, 1, 1",
    "docs/changes/servicenow.json, servicenow, 0, 0"
  })
  void everyFormatSaysTheSame(String file, String format, int approvals, int freezes) {
    FeedContents contents = read(file);
    FeedContents own = read("rules/changes/example.yaml");

    assertThat(own.problems()).isEmpty();
    assertThat(contents.problems()).isEmpty();
    assertThat(contents.feed().format()).isEqualTo(format);
    assertThat(contents.feed().readAt()).isEqualTo(OPTIONS.loadedAt());
    assertThat(contents.windows())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("position", "canceledAt")
        .isEqualTo(own.windows().subList(0, 1));
    assertThat(contents.approvals())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("position")
        .isEqualTo(own.approvals().subList(0, approvals));
    assertThat(contents.freezes())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("position")
        .isEqualTo(own.freezes().subList(0, freezes));
  }

  @Test
  void namesTheCalendarOfThePack() {
    FeedContents own = read("rules/changes/example.yaml");

    assertThat(own.windows())
        .extracting(ChangeWindow::id)
        .containsExactly("CHG0031001", "CHG0031002");
    assertThat(CalendarReader.read(Path.of("rules/calendars")).all())
        .extracting("id")
        .contains(own.approvals().get(0).calendar());
  }
}
