package dev.appwatch.cli;

import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding as two packs judge it.
 *
 * @param base what the first pack says; null when it does not raise it
 * @param head what the second pack says; null when it does not raise it
 */
record Moved(@Nullable Finding base, @Nullable Finding head) {

  /** What the second pack changes about a finding. */
  enum Kind {
    GONE("gone"),
    NEW("new"),
    RISK("risk moved"),
    DISPOSITION("disposition moved"),
    REASONS("reasons moved");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** Returns the finding, as the second pack says if it raises it. */
  Finding finding() {
    Finding one = head != null ? head : base;
    if (one == null) {
      throw new IllegalStateException("One of the packs raised it.");
    }
    return one;
  }

  /** Returns what moved; empty when nothing did. */
  List<Kind> kinds() {
    if (base == null || head == null) {
      return List.of(base == null ? Kind.NEW : Kind.GONE);
    }
    List<Kind> kinds = new ArrayList<>();
    if (base.risk() != head.risk()) {
      kinds.add(Kind.RISK);
    }
    if (base.disposition() != head.disposition()) {
      kinds.add(Kind.DISPOSITION);
    }
    if (!base.reasons().equals(head.reasons())) {
      kinds.add(Kind.REASONS);
    }
    return kinds;
  }

  /** Returns whether the second pack loses a high alert: nobody would be called any more. */
  boolean highVanished() {
    return highAlert(base) && !highAlert(head);
  }

  private static boolean highAlert(@Nullable Finding finding) {
    return finding != null
        && finding.disposition() == Disposition.ALERT
        && finding.risk() == Risk.HIGH;
  }
}
