package dev.appwatch.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.appwatch.model.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges raw records by a pack; what a scenario is held against. */
public interface Judge {

  /**
   * Returns the findings of the records, of every disposition.
   *
   * @param differences what is put over the pack: members {@code lists}, {@code policy}, {@code
   *     calendar}
   * @param now when inventory snapshots were read, null when unknown
   */
  List<Finding> judge(
      List<Map<String, @Nullable Object>> records, JsonNode differences, @Nullable Instant now);
}
