package dev.appwatch.routes;

import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The order in which people read findings: the worst action first, its findings together. */
final class Incidents {

  private static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing(Finding::disposition)
          .thenComparing(Finding::risk)
          .reversed()
          .thenComparing(Finding::time)
          .thenComparing(Finding::id);

  private Incidents() {}

  static List<Finding> ordered(List<Finding> findings) {
    Map<String, List<Finding>> byGroup =
        findings.stream()
            .sorted(WORST_FIRST)
            .collect(
                Collectors.groupingBy(Finding::group, LinkedHashMap::new, Collectors.toList()));
    return byGroup.values().stream().flatMap(List::stream).toList();
  }

  /** Returns the highest risk of any of them, which are not none. */
  static Risk worst(List<Finding> findings) {
    return findings.stream().map(Finding::risk).max(Comparator.naturalOrder()).orElseThrow();
  }
}
