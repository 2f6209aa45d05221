package dev.appwatch.pipeline;

import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import java.time.Instant;
import java.util.HexFormat;

/** Writes what findings are sorted by as text that sorts in the same way. */
final class SortKeys {

  private static final HexFormat HEX = HexFormat.of();
  private static final int ALERTS = 3;
  private static final char END = '\0';

  private SortKeys() {}

  static String byTime(Finding finding) {
    return time(finding.time()) + finding.rule() + END + finding.id();
  }

  static String byGroup(Finding finding) {
    return finding.group() + END + finding.id();
  }

  static String byIncident(int incidentRank, Instant incidentStart, Finding finding) {
    return rank(incidentRank)
        + time(incidentStart)
        + finding.group()
        + END
        + rank(rankOf(finding))
        + byTime(finding);
  }

  /** Returns how much a finding should be looked at, from 0; any alert more than anything else. */
  static int rankOf(Finding finding) {
    int risk =
        switch (finding.risk()) {
          case LOW -> 0;
          case MEDIUM -> 1;
          case HIGH -> 2;
        };
    return finding.disposition() == Disposition.ALERT ? ALERTS + risk : risk;
  }

  private static char rank(int rank) {
    return (char) ('9' - rank);
  }

  private static String time(Instant time) {
    return HEX.toHexDigits(time.getEpochSecond() ^ Long.MIN_VALUE)
        + HEX.toHexDigits(time.getNano());
  }
}
