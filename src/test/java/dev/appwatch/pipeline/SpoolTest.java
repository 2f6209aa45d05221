package dev.appwatch.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.Position;
import dev.appwatch.model.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpoolTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 40, 1_000_000})
  void handsOutWhatItTookInOrderWhereverItWasKept(long budget) {
    List<RawRecord> taken = new ArrayList<>();
    List<RawRecord> given = new ArrayList<>();

    try (Spool spool = new Spool(budget)) {
      for (int i = 0; i < 20; i++) {
        RawRecord record = record(i);
        taken.add(record);
        spool.add(record);
      }
      spool.forEach(given::add);
    }

    assertThat(given.stream().map(RawRecord::position).toList())
        .isEqualTo(taken.stream().map(RawRecord::position).toList());
    assertThat(given.stream().map(RawRecord::fields).toList())
        .isEqualTo(taken.stream().map(RawRecord::fields).toList());
    assertThat(given.get(7).bytes()).isEqualTo(taken.get(7).bytes());
  }

  private static RawRecord record(int number) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("text", "grüße " + number);
    fields.put("number", number);
    fields.put("none", null);
    fields.put("list", List.of(Map.of("a", true)));
    byte[] bytes = ("record " + number).getBytes(StandardCharsets.UTF_8);
    return new RawRecord(new Position("log/ü.json", number + 1L, number * 10L), fields, bytes);
  }
}
