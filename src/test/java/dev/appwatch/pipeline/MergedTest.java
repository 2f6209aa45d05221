package dev.appwatch.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.FindingBuilder;
import dev.appwatch.model.Actor;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.EventRef;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.report.FindingJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

final class MergedTest {

  private static final MergedCodec CODEC =
      new MergedCodec(FindingCodec.of(FindingJson::encode, FindingJson::decode));

  @Test
  void unitesWhatTwoRecordsSay() {
    Finding early =
        new FindingBuilder()
            .time("2026-06-10T21:30:00Z")
            .event("b.json", 9)
            .risk(Risk.LOW)
            .disposition(Disposition.SUPPRESSED)
            .decision(new Decision("CHG1", "COVERED", null))
            .reasons("B", "A")
            .summary("early")
            .actor(new Actor("user", "early", null, null, null))
            .evidence(new Evidence("z", null, "1"), new Evidence("shared", null, "2"))
            .build();
    Finding late =
        new FindingBuilder()
            .time("2026-06-10T21:30:01Z")
            .event("a.json", 1)
            .risk(Risk.HIGH)
            .disposition(Disposition.ALERT)
            .decision(new Decision(null, "NO_CHANGE", null))
            .reasons("C", "A")
            .summary("late")
            .evidence(new Evidence("shared", null, "2"), new Evidence("a", null, "3"))
            .build();

    Finding both = Merged.of(late).and(Merged.of(early)).finding();

    assertThat(both.time()).isEqualTo("2026-06-10T21:30:00Z");
    assertThat(both.summary()).isEqualTo("early");
    assertThat(both.actor().id()).isEqualTo("early");
    assertThat(both.risk()).isEqualTo(Risk.HIGH);
    assertThat(both.disposition()).isEqualTo(Disposition.ALERT);
    assertThat(both.decision().reason()).isEqualTo("NO_CHANGE");
    assertThat(both.reasons()).containsExactly("A", "B", "C");
    assertThat(both.evidence()).extracting(Evidence::property).containsExactly("z", "shared", "a");
    assertThat(both.events()).extracting(EventRef::source).containsExactly("a.json", "b.json");
  }

  @Test
  void saysNothingNewTwice() {
    Merged once = Merged.of(new FindingBuilder().build());

    assertThat(once.and(once)).isEqualTo(once);
  }

  @Test
  void listsTheFirstEventsAndCountsTheRest() {
    List<EventRef> events =
        LongStream.rangeClosed(1, 2_500).mapToObj(i -> ref("a.json", i)).toList();

    Merged whole = Merged.of(new FindingBuilder().events(events).build());
    Merged parts =
        Merged.of(new FindingBuilder().events(events.subList(700, 2_500)).build())
            .and(Merged.of(new FindingBuilder().events(events.subList(0, 700)).build()));

    assertThat(whole.finding().events()).isEqualTo(events.subList(0, 1_000));
    assertThat(whole.eventsLeftOut()).isEqualTo(1_500);
    assertThat(parts.finding().events()).isEqualTo(whole.finding().events());
    assertThat(parts.eventsLeftOut()).isEqualTo(1_500);
  }

  @RepeatedTest(300)
  void doesNotDependOnTheOrderOrTheGrouping(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Merged> parts = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      parts.add(Merged.of(anything(random)));
    }
    Merged expected = parts.stream().reduce(Merged::and).orElseThrow();

    Collections.shuffle(parts, random);
    Merged shuffled = parts.stream().reduce(Merged::and).orElseThrow();
    Merged grouped = inAnyGrouping(parts, random);

    assertThat(shuffled).isEqualTo(expected);
    assertThat(grouped).isEqualTo(expected);
    assertThat(CODEC.decode(CODEC.encode(expected))).isEqualTo(expected);
  }

  @RepeatedTest(20)
  void doesNotDependOnTheOrderWhenTheLimitsAreMet(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Merged> parts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      parts.add(Merged.of(large(random, i)));
    }
    Merged expected = parts.stream().reduce(Merged::and).orElseThrow();

    Collections.shuffle(parts, random);

    assertThat(expected.finding().evidence()).hasSize(Statements.MAX_EVIDENCE);
    assertThat(expected.finding().events()).hasSize(Merged.MAX_EVENTS);
    assertThat(inAnyGrouping(parts, random)).isEqualTo(expected);
  }

  private static Merged inAnyGrouping(List<Merged> parts, Random random) {
    List<Merged> left = new ArrayList<>(parts);
    while (left.size() > 1) {
      Merged one = left.remove(random.nextInt(left.size()));
      Merged two = left.remove(random.nextInt(left.size()));
      left.add(one.and(two));
    }
    return left.get(0);
  }

  /** Few values, so that most ties are met. */
  private static Finding anything(Random random) {
    String nearest = random.nextBoolean() ? "CHG" + random.nextInt(2) : null;
    return new FindingBuilder()
        .time("2026-06-10T21:30:0%dZ".formatted(random.nextInt(3)))
        .events(
            List.of(
                ref(random.nextBoolean() ? "a.json" : "b.json", random.nextInt(3)),
                new EventRef("x" + random.nextInt(2), null, null, "a.json", random.nextInt(3))))
        .risk(any(random, Risk.values()))
        .disposition(any(random, Disposition.values()))
        .decision(
            new Decision(
                random.nextBoolean() ? "CHG9" : null,
                "REASON_" + random.nextInt(2),
                nearest == null ? null : new Decision.NearestChange(nearest, "app")))
        .reasons("R" + random.nextInt(4), "R" + random.nextInt(4))
        .summary("summary " + random.nextInt(3))
        .actor(new Actor("user", "u" + random.nextInt(3), null, null, null))
        .evidence(
            new Evidence("p" + random.nextInt(3), null, "v" + random.nextInt(2)),
            new Evidence("p" + random.nextInt(3), "o", "v" + random.nextInt(2)))
        .build();
  }

  private static Finding large(Random random, int part) {
    long start = part * 40L;
    Evidence[] evidence = new Evidence[random.nextInt(5, 15)];
    for (int i = 0; i < evidence.length; i++) {
      evidence[i] = new Evidence("p", null, "v" + random.nextInt(2_000));
    }
    return new FindingBuilder()
        .time("2026-06-10T21:30:%02dZ".formatted(random.nextInt(10)))
        .events(LongStream.range(start, start + 40).mapToObj(i -> ref("a.json", i)).toList())
        .evidence(evidence)
        .build();
  }

  private static EventRef ref(String source, long record) {
    return new EventRef("e-" + record, "c-1", "Update", source, record);
  }

  private static <T> T any(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
