package dev.appwatch.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.FindingBuilder;
import dev.appwatch.context.ChangeRegister;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.FeedPosition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Schedule;
import dev.appwatch.model.Scope;
import dev.appwatch.report.FindingJson;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QuotasTest {

  private static final Instant START = Instant.parse("2026-06-10T21:00:00Z");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void coversTheEarliestWhateverTheOrder(long seed) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      findings.add(suppressed(i));
    }
    findings.add(suppressed(0)); // delivered twice: the same finding
    Collections.shuffle(findings, new Random(seed));

    List<Finding> handedOut = ledger(findings, FindingLedger.DEFAULT_BUDGET);

    assertThat(handedOut).hasSize(8);
    assertThat(handedOut.subList(0, 3))
        .allMatch(finding -> finding.disposition() == Disposition.SUPPRESSED);
    assertThat(handedOut.subList(3, 8))
        .allMatch(finding -> finding.disposition() == Disposition.ALERT)
        .extracting(Finding::decision)
        .containsOnly(
            new Decision(
                null, "COUNT_EXCEEDED", new Decision.NearestChange("CHG0031001", "count")));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void countsTheSameAfterSpilling(long seed) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      findings.add(suppressed(i));
    }
    Collections.shuffle(findings, new Random(seed));

    assertThat(ledger(findings, 1)).isEqualTo(ledger(findings, FindingLedger.DEFAULT_BUDGET));
  }

  private List<Finding> ledger(List<Finding> findings, long budget) {
    List<Finding> handedOut = new ArrayList<>();
    FindingCodec codec = FindingCodec.of(FindingJson::encode, FindingJson::decode);
    try (FindingLedger ledger = new FindingLedger(codec, folder, budget, changes())) {
      findings.forEach(ledger::add);
      ledger.forEachSorted(FindingOrder.BY_TIME, handedOut::add);
      assertThat(ledger.counts().byDisposition().get(Disposition.SUPPRESSED)).isEqualTo(3);
    }
    return handedOut;
  }

  private static Finding suppressed(int number) {
    return new FindingBuilder()
        .id("id-%03d".formatted(number))
        .time(START.plusSeconds(number).toString())
        .disposition(Disposition.SUPPRESSED)
        .decision(new Decision("CHG0031001", "APPROVED_CHANGE", null))
        .build();
  }

  private static ChangeRegister changes() {
    ChangeWindow window =
        new ChangeWindow(
            "CHG0031001",
            "normal",
            "implement",
            "approved",
            START,
            "cab@contoso.com",
            "developer",
            new Scope("t", Set.of("a"), Set.of("r"), Set.of("x")),
            new Schedule.Once(START, START.plusSeconds(3600), List.of(), null, null),
            Duration.ZERO,
            null,
            3,
            new FeedPosition("changes.yaml", 3));
    return new ChangeRegister(List.of(), List.of(window), List.of(), List.of());
  }
}
