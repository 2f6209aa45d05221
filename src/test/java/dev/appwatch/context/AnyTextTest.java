package dev.appwatch.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever a file holds, it is read or refused, never thrown at, and covers no more than it may.
 */
final class AnyTextTest {

  private static final FeedOptions OPTIONS =
      new FeedOptions(Instant.EPOCH, Duration.ZERO, ServiceNowFields.DEFAULT);
  private static final List<String> NAMES = List.of("f.yaml", "f.json", "f.csv", "f.ics", "f");
  private static final List<String> SEEDS = seeds();

  private static List<String> seeds() {
    List<String> seeds = new ArrayList<>();
    for (String name :
        List.of(
            "rules/changes/example.yaml",
            "docs/changes/example.csv",
            "docs/changes/example.ics",
            "docs/changes/servicenow.json")) {
      try {
        seeds.add(Files.readString(Path.of(name)));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    seeds.add(
        seeds
            .get(2)
            .replace(
                "SUMMARY:Test of a legacy mail client",
                "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5\nEXDATE;TZID=Europe/London:20260309T113000"));
    return seeds;
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().ofMaxLength(200);
  }

  /** A sound file with a few places changed, which goes deeper than any text by chance. */
  @Provide
  Arbitrary<String> damaged() {
    return Arbitraries.of(SEEDS)
        .flatMap(seed -> Arbitraries.longs().map(random -> damage(seed, new Random(random))));
  }

  private static String damage(String seed, Random random) {
    StringBuilder text = new StringBuilder(seed);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && !text.isEmpty(); i++) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(5)) {
        case 0 -> text.deleteCharAt(at);
        case 1 ->
            text.insert(
                at, "0123456789:;,-+TZ*&[]{}'\"\n\\ \u0000\ud800é".charAt(random.nextInt(30)));
        case 2 -> text.setCharAt(at, (char) ('0' + random.nextInt(10)));
        case 3 -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
        default -> {
          int from = random.nextInt(text.length());
          text.insert(at, text.substring(from, Math.min(text.length(), from + random.nextInt(60))));
        }
      }
    }
    return text.toString();
  }

  @Property(tries = 500)
  void anyTextIsReadOrRefused(@ForAll("texts") String text) {
    NAMES.forEach(name -> check(text, name));
  }

  @Property(tries = 4000)
  void aDamagedFeedIsReadOrRefused(@ForAll("damaged") String text) {
    NAMES.forEach(name -> check(text, name));
  }

  private static void check(String text, String name) {
    FeedContents contents =
        ChangeFeedReader.read(new FeedFile(text, "sha256:0", Instant.EPOCH), name, OPTIONS);

    assertThat(contents.windows()).allSatisfy(AnyTextTest::coversNoMoreThanItMay);
    assertThat(contents.approvals())
        .allSatisfy(approval -> assertThat(approval.validFrom()).isBefore(approval.validUntil()));
    assertThat(contents.freezes())
        .allSatisfy(freeze -> assertThat(freeze.start()).isBefore(freeze.end()));
  }

  private static void coversNoMoreThanItMay(ChangeWindow window) {
    Duration cap = Duration.ofHours(window.type().equals("emergency") ? 8 : 24);
    Schedule schedule = window.schedule();
    assertThat(schedule.length()).isPositive().isLessThanOrEqualTo(cap);
    if (schedule instanceof Schedule.Once once) {
      assertThat(once.start()).isBefore(once.end());
      assertThat(once.last()).isBeforeOrEqualTo(once.start().plus(cap));
    } else {
      assertThat(Duration.between(schedule.first(), schedule.last()))
          .isLessThan(Duration.ofDays(370));
    }
    assertThat(window.scope().breadth()).isPositive();
  }
}
