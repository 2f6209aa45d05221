package dev.appwatch.pipeline;

import dev.appwatch.model.Evidence;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The evidence of a finding without repetition, each item with its earliest origin, in the order of
 * the origins; of very many the first are kept.
 *
 * @param evidence the items
 * @param origins the origin of each
 */
record Statements(List<Evidence> evidence, List<Origin> origins) {

  static final int MAX_EVIDENCE = 200;

  private static final Comparator<Map.Entry<Evidence, Origin>> BY_ORIGIN =
      Map.Entry.<Evidence, Origin>comparingByValue()
          .thenComparing(entry -> entry.getKey().toString());

  Statements {
    evidence = List.copyOf(evidence);
    origins = List.copyOf(origins);
  }

  /** Returns the evidence that one finding states. */
  static Statements of(List<Evidence> stated, Origin origin) {
    List<Evidence> evidence = stated.stream().distinct().limit(MAX_EVIDENCE).toList();
    return new Statements(
        evidence, IntStream.range(0, evidence.size()).mapToObj(origin::at).toList());
  }

  /** Returns the evidence that either states. */
  Statements and(Statements other) {
    if (covers(other)) {
      return this;
    }
    if (other.covers(this)) {
      return other;
    }
    Map<Evidence, Origin> originsByEvidence = new HashMap<>();
    collect(originsByEvidence);
    other.collect(originsByEvidence);
    List<Map.Entry<Evidence, Origin>> first =
        originsByEvidence.entrySet().stream().sorted(BY_ORIGIN).limit(MAX_EVIDENCE).toList();
    return new Statements(
        first.stream().map(Map.Entry::getKey).toList(),
        first.stream().map(Map.Entry::getValue).toList());
  }

  /** Returns whether the other adds nothing; this keeps endless repetition cheap. */
  private boolean covers(Statements other) {
    for (int index = 0; index < other.evidence.size(); index++) {
      int place = evidence.indexOf(other.evidence.get(index));
      boolean full = evidence.size() == MAX_EVIDENCE;
      if (place < 0 && !full) {
        return false;
      }
      Origin latest = origins.get(place < 0 ? MAX_EVIDENCE - 1 : place);
      int order = latest.compareTo(other.origins.get(index));
      if (order > 0 || (order == 0 && place < 0)) {
        return false;
      }
    }
    return true;
  }

  private void collect(Map<Evidence, Origin> originsByEvidence) {
    for (int index = 0; index < evidence.size(); index++) {
      originsByEvidence.merge(
          evidence.get(index),
          origins.get(index),
          (left, right) -> left.compareTo(right) <= 0 ? left : right);
    }
  }
}
