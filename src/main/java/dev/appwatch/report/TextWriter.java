package dev.appwatch.report;

import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.RuleCard;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes the findings of one action under one heading.
 *
 * <p>The heading needs the findings below it, so they are held back until the next action begins.
 * Of an action with very many findings only the first are held back, so that memory stays bounded;
 * its heading says so.
 */
final class TextWriter implements FindingWriter {

  private static final int HELD_BACK = 100;

  private final TextOut out;
  private final TextOptions options;
  private final FindingText text;
  private final Totals totals = new Totals();
  private final List<Finding> held = new ArrayList<>();
  private final Set<String> explained = new HashSet<>();
  private String group = "";
  private boolean headed;

  TextWriter(OutputStream out, List<RuleCard> cards, TextOptions options) {
    this.out = new TextOut(out);
    this.options = options;
    this.text = new FindingText(cards, new Paint(options.colour()));
  }

  @Override
  public void write(Finding finding) {
    totals.add(finding);
    if (!options.showAll() && finding.disposition() != Disposition.ALERT) {
      return;
    }
    if (!finding.group().equals(group)) {
      endIncident();
      group = finding.group();
    }
    held.add(finding);
    if (headed || held.size() > HELD_BACK) {
      release(false);
    }
  }

  @Override
  public void finish() {
    endIncident();
    print(totals.lines(options.showAll()));
    out.flush();
  }

  @Override
  public void close() {
    out.close();
  }

  private void endIncident() {
    release(true);
    headed = false;
    explained.clear();
  }

  private void release(boolean complete) {
    if (held.isEmpty()) {
      return;
    }
    if (!headed) {
      print(text.heading(new Incident(held, complete)));
      headed = true;
    }
    for (Finding finding : held) {
      print(text.lines(finding, explained.add(finding.rule())));
    }
    held.clear();
  }

  private void print(List<String> lines) {
    for (String line : lines) {
      out.print(line + "\n");
    }
  }
}
