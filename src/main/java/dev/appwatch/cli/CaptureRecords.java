package dev.appwatch.cli;

import dev.appwatch.ingest.RecordSink;
import dev.appwatch.model.EventHeader;
import dev.appwatch.model.EventRef;
import dev.appwatch.model.Finding;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;
import dev.appwatch.model.Target;
import dev.appwatch.normalise.Normalised;
import dev.appwatch.normalise.Normaliser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Picks out of logs the records that a finding may rest on, from the nearest to the farthest. */
final class CaptureRecords implements RecordSink {

  private static final int MOST = 100;

  private final Normaliser normaliser = new Normaliser();
  private final Finding finding;
  private final Set<String> ids = new LinkedHashSet<>();
  private final List<Picked> picked = new ArrayList<>();
  private final Map<Nearness, Integer> counts = new EnumMap<>(Nearness.class);

  /** How near a record is to the finding. */
  private enum Nearness {
    NAMED,
    SAME_ACTION,
    SAME_SUBJECT
  }

  private record Picked(Nearness nearness, Map<String, @Nullable Object> fields) {}

  CaptureRecords(Finding finding) {
    this.finding = finding;
    for (Target target : finding.subjects()) {
      addId(target.id());
      addId(target.appId());
    }
  }

  private void addId(@Nullable String id) {
    if (id != null && !id.isBlank()) {
      ids.add(id.toLowerCase(Locale.ROOT));
    }
  }

  @Override
  public void record(RawRecord raw) {
    if (normaliser.normalise(raw) instanceof Normalised.Understood understood) {
      Nearness nearness = nearness(understood.event().header(), raw);
      if (nearness != null && counts.merge(nearness, 1, Integer::sum) <= MOST) {
        picked.add(new Picked(nearness, raw.fields()));
      }
    }
  }

  @Override
  public void quarantined(QuarantinedRecord record) {
    // what can't be read raised nothing
  }

  private @Nullable Nearness nearness(EventHeader header, RawRecord raw) {
    EventRef found = header.reference();
    for (EventRef named : finding.events()) {
      boolean samePlace = named.source().equals(found.source()) && named.record() == found.record();
      boolean sameRecord =
          named.id() != null
              && named.id().equals(found.id())
              && String.valueOf(named.operation()).equals(found.operation());
      if (named.id() == null ? samePlace : sameRecord) {
        return Nearness.NAMED;
      }
    }
    for (EventRef named : finding.events()) {
      if (named.correlationId() != null && named.correlationId().equals(found.correlationId())) {
        return Nearness.SAME_ACTION;
      }
    }
    if (found.id() != null && found.id().equals(finding.decision().change())) {
      return Nearness.SAME_ACTION; // the record that explains it
    }
    String text = new String(raw.bytes(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    return ids.stream().anyMatch(text::contains) ? Nearness.SAME_SUBJECT : null;
  }

  /**
   * Returns choices of records in the order in which they should be tried: as few as possible
   * first.
   */
  List<List<Map<String, @Nullable Object>>> choices() {
    List<List<Map<String, @Nullable Object>>> choices = new ArrayList<>();
    List<Map<String, @Nullable Object>> named = upTo(Nearness.NAMED);
    if (named.size() > 1) {
      choices.add(named.subList(0, 1));
    }
    for (Nearness nearness : Nearness.values()) {
      List<Map<String, @Nullable Object>> choice = upTo(nearness);
      if (!choice.isEmpty() && !choices.contains(choice)) {
        choices.add(choice);
      }
    }
    return choices;
  }

  private List<Map<String, @Nullable Object>> upTo(Nearness nearness) {
    List<Map<String, @Nullable Object>> fields = new ArrayList<>();
    for (Picked one : picked) {
      if (one.nearness().compareTo(nearness) <= 0) {
        fields.add(one.fields());
      }
    }
    return fields;
  }
}
