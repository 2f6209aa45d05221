package dev.appwatch.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.Event;
import dev.appwatch.model.EventHeader;
import dev.appwatch.model.OtherEvent;
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

  private static final Event EVENT =
      new OtherEvent(
          new EventHeader(new Position("log", 1, 0), null, null, null, null, "any"), "shape");

  @ParameterizedTest
  @ValueSource(longs = {0, 40, 1_000_000})
  void handsOutWhatItTookInOrderWhereverItWasKept(long budget) {
    List<RawRecord> taken = new ArrayList<>();
    List<RawRecord> given = new ArrayList<>();
    List<Event> events = new ArrayList<>();

    try (Spool spool = new Spool(budget)) {
      for (int i = 0; i < 20; i++) {
        RawRecord record = record(i);
        taken.add(record);
        spool.add(record, EVENT);
      }
      spool.forEach(
          (record, event) -> {
            assertThat(given).as("what is in memory comes first").hasSameSizeAs(events);
            given.add(record);
            events.add(event);
          },
          given::add);
    }

    assertThat(given.stream().map(RawRecord::position).toList())
        .isEqualTo(taken.stream().map(RawRecord::position).toList());
    assertThat(events).hasSize(budget == 0 ? 0 : budget == 40 ? 5 : 20).allMatch(EVENT::equals);
    assertThat(given.stream().skip(events.size()).map(RawRecord::fields).toList())
        .isEqualTo(taken.stream().skip(events.size()).map(RawRecord::fields).toList());
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
