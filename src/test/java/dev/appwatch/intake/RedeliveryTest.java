package dev.appwatch.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.context.Context;
import dev.appwatch.generate.Generator;
import dev.appwatch.generate.Shape;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.store.FindingFilter;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources deliver at least once, late, and in whatever order. */
final class RedeliveryTest {

  private static final RuleBook BOOK = RuleBookLoader.load(Path.of("rules"));
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-20T08:00:00Z"), ZoneOffset.UTC);
  private static final int RECORDS = Integer.getInteger("appwatch.redelivered", 1_500);
  private static final int A_DELIVERY = 25;
  private static final int TIMES = 3;

  @TempDir private Path folder;

  @Test
  void threeTimesInDisorderIsAsOnceInOrder() throws Exception {
    List<String> records = records();
    SortedMap<String, String> once = findings("once", records);
    List<String> again = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      again.addAll(records);
    }
    Collections.shuffle(again, new Random(3));

    SortedMap<String, String> often = findings("often", again);

    assertThat(once).hasSizeGreaterThan(RECORDS / 20);
    // a challenge of a vault is noted until its answer is known; once noted, it stays
    SortedMap<String, String> more = new TreeMap<>(often);
    more.keySet().removeAll(once.keySet());
    assertThat(more.values())
        .allMatch("KV-ACCESS-01 MEDIUM INFORMATIONAL NO_REASON_TO_ALERT"::equals);
    often.keySet().retainAll(once.keySet());
    assertThat(often).isEqualTo(once);
  }

  private static List<String> records() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    new Generator(Shape.DIAGNOSTIC, RECORDS, 11, 0.1).write(stream);
    return stream.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** Returns what each finding's verdict is, after the records came in small deliveries. */
  private SortedMap<String, String> findings(String name, List<String> records) throws IOException {
    SortedMap<String, String> findings = new TreeMap<>();
    try (Store store =
            Store.open(
                new StoreAddress("jdbc:sqlite:" + folder.resolve(name + ".db"), null, null),
                FindingCodec.of(FindingJson::encode, FindingJson::decode));
        Intake intake =
            new Intake(store, BOOK, Context.load(Path.of("rules")), IntakeOptions.DEFAULT, CLOCK)) {
      for (int from = 0; from < records.size(); from += A_DELIVERY) {
        List<String> some = records.subList(from, Math.min(from + A_DELIVERY, records.size()));
        intake.take(
            Delivery.bytes("http", String.join("\n", some).getBytes(StandardCharsets.UTF_8)));
      }
      store
          .findings()
          .forEach(
              FindingFilter.ALL,
              stored ->
                  findings.put(
                      stored.finding().id(),
                      stored.finding().rule()
                          + " "
                          + stored.finding().risk()
                          + " "
                          + stored.finding().disposition()
                          + " "
                          + stored.finding().decision().reason()));
      assertThat(store.check()).isEmpty();
    }
    return findings;
  }
}
