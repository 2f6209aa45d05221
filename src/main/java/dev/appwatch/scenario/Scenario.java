package dev.appwatch.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records, and the findings that they must raise: exactly these, over the whole pack.
 *
 * @param file file it is written in, relative to the folder of scenarios
 * @param index its number in the file, from 0
 * @param line line of the file at which it begins, from 1
 * @param name what a policy owner would call it
 * @param records the records, differences applied
 * @param differences what is put over the pack
 * @param now the clock: when records were received and inventory snapshots read
 * @param expected what must be raised
 */
public record Scenario(
    String file,
    int index,
    int line,
    String name,
    List<Map<String, @Nullable Object>> records,
    JsonNode differences,
    @Nullable Instant now,
    List<Expectation> expected) {

  public Scenario {
    records = List.copyOf(records);
    expected = List.copyOf(expected);
  }

  /** Returns whether a row is expected to alert. */
  public boolean alerts(String row) {
    return expected.stream().anyMatch(finding -> finding.alert() && finding.rule().equals(row));
  }

  /** Returns row and reason code, parted by a blank, of every reason that is expected. */
  public List<String> expectedReasons() {
    return expected.stream()
        .flatMap(finding -> finding.reasons().stream().map(code -> finding.rule() + " " + code))
        .toList();
  }

  @Override
  public String toString() {
    return file + ":" + line + ": " + name;
  }
}
