package dev.appwatch.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.appwatch.FindingBuilder;
import dev.appwatch.Findings;
import dev.appwatch.context.ChangeRegister;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.report.FindingJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FindingLedgerTest {

  private static final long SMALL = 20_000;
  private static final FindingCodec CODEC =
      FindingCodec.of(FindingJson::encode, FindingJson::decode);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void handsOutTheSameWhetherItSpilledOrNot(FindingOrder order) throws IOException {
    List<Finding> findings = many(3_000);

    List<Finding> inMemory = sorted(order, FindingLedger.DEFAULT_BUDGET, findings);
    Collections.shuffle(findings, new Random(5));
    List<Finding> spilled = sorted(order, SMALL, findings);

    assertThat(inMemory).hasSizeBetween(400, 500).doesNotHaveDuplicates();
    assertThat(spilled).isEqualTo(inMemory);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void countsWhatItMerged() {
    try (FindingLedger unit = ledger(SMALL)) {
      many(3_000).forEach(unit::add);

      LedgerCounts counts = unit.counts();

      List<Finding> merged = new ArrayList<>();
      unit.forEachSorted(FindingOrder.BY_TIME, merged::add);
      assertThat(unit.spilled()).isTrue();
      assertThat(counts.total()).isEqualTo(merged.size());
      assertThat(counts.byDisposition().values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(merged.size());
      assertThat(counts.byDisposition())
          .containsEntry(
              Disposition.ALERT,
              merged.stream().filter(f -> f.disposition() == Disposition.ALERT).count());
      assertThat(counts.alertsByRisk())
          .containsEntry(
              Risk.HIGH,
              merged.stream()
                  .filter(f -> f.disposition() == Disposition.ALERT && f.risk() == Risk.HIGH)
                  .count());
      assertThat(counts.byRule()).containsOnlyKeys("R-0", "R-1", "R-2");
      assertThat(counts).isEqualTo(unit.counts());
    }
  }

  @Test
  void ordersByTimeThenRuleThenId() {
    Finding early = new FindingBuilder().id("z").time("1969-12-31T23:59:59Z").build();
    Finding first = new FindingBuilder().id("a").rule("A").time("2026-01-01T00:00:00Z").build();
    Finding second = new FindingBuilder().id("b").rule("A").time("2026-01-01T00:00:00Z").build();
    Finding third = new FindingBuilder().id("0").rule("AB").time("2026-01-01T00:00:00Z").build();
    Finding late = new FindingBuilder().id("1").time("2026-01-01T00:00:00.000000001Z").build();

    assertThat(
            sorted(
                FindingOrder.BY_TIME,
                FindingLedger.DEFAULT_BUDGET,
                List.of(late, third, second, first, early)))
        .containsExactly(early, first, second, third, late);
  }

  @Test
  void ordersTheWorstIncidentFirst() {
    Finding low = in("g1", "a", Risk.LOW, Disposition.ALERT, "2026-01-01T00:00:00Z");
    Finding quiet = in("g2", "b", Risk.HIGH, Disposition.SUPPRESSED, "2026-01-01T00:00:00Z");
    Finding late = in("g3", "c", Risk.HIGH, Disposition.ALERT, "2026-01-03T00:00:00Z");
    Finding sooner = in("g4", "d", Risk.HIGH, Disposition.ALERT, "2026-01-02T00:00:00Z");
    Finding besides = in("g4", "e", Risk.LOW, Disposition.ALERT, "2026-01-01T00:00:00Z");

    assertThat(
            sorted(
                FindingOrder.BY_INCIDENT,
                FindingLedger.DEFAULT_BUDGET,
                List.of(quiet, low, late, besides, sooner)))
        .containsExactly(sooner, besides, late, low, quiet);
  }

  @Test
  void keepsItsTemporaryFileToItsOwnerAndDeletesIt() throws IOException {
    try (FindingLedger unit = ledger(SMALL)) {
      many(1_000).forEach(unit::add);

      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.toList())
            .isNotEmpty()
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
      }
    }

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void staysInMemoryHoweverOftenAFindingIsRepeated() {
    try (FindingLedger unit = ledger(SMALL)) {
      for (int i = 0; i < 2_000; i++) {
        unit.add(Findings.complete());
      }

      assertThat(unit.spilled()).isFalse();
      assertThat(unit.counts().total()).isOne();
    }
  }

  @Test
  void refusesAFindingAfterItWasRead() {
    try (FindingLedger unit = ledger(SMALL)) {
      unit.forEachSorted(FindingOrder.BY_TIME, finding -> {});

      assertThatIllegalStateException()
          .isThrownBy(() -> unit.add(Findings.bare()))
          .withMessageContaining("(" + Findings.bare().id() + ")");
    }
  }

  private static Finding in(
      String group, String id, Risk risk, Disposition disposition, String time) {
    return new FindingBuilder()
        .group(group)
        .id(id)
        .risk(risk)
        .disposition(disposition)
        .time(time)
        .build();
  }

  private List<Finding> sorted(FindingOrder order, long budget, List<Finding> findings) {
    List<Finding> handedOut = new ArrayList<>();
    try (FindingLedger unit = ledger(budget)) {
      findings.forEach(unit::add);
      unit.forEachSorted(order, handedOut::add);
    }
    return handedOut;
  }

  private FindingLedger ledger(long budget) {
    return new FindingLedger(CODEC, folder, budget, ChangeRegister.NONE);
  }

  /** Returns findings of at most 500 ids in 90 actions. */
  private static List<Finding> many(int count) {
    Random random = new Random(3);
    List<Finding> findings = new ArrayList<>();
    for (int record = 1; record <= count; record++) {
      int id = random.nextInt(500);
      findings.add(
          new FindingBuilder()
              .id("id-" + id)
              .rule("R-" + id % 3)
              .group("group-" + id % 90)
              .risk(any(random, Risk.values()))
              .disposition(any(random, Disposition.values()))
              .time("2026-06-10T21:30:%02dZ".formatted(random.nextInt(60)))
              .event(random.nextBoolean() ? "a.json" : "b.json", record)
              .build());
    }
    return findings;
  }

  private static <T> T any(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }
}
