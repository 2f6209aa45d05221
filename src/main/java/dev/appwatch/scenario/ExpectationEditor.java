package dev.appwatch.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Finds the edits that make one scenario expect what was raised. */
final class ExpectationEditor {

  private static final Pattern COMMENT = Pattern.compile("(?<=\\s)#[^\r\n]*");

  private final ScenarioText text;
  private final Scenario scenario;
  private final String newLine;
  private final MappingNode node;
  private final NodeTuple expect;
  private final SequenceNode list;

  ExpectationEditor(ScenarioText text, Scenario scenario) {
    this.text = text;
    this.scenario = scenario;
    newLine = text.text().contains("\r\n") ? "\r\n" : "\n";
    Node found = text.node("scenarios", scenario.index());
    NodeTuple member = ScenarioText.member(found, "expect");
    if (!(found instanceof MappingNode mapping)
        || member == null
        || !(member.getValueNode() instanceof SequenceNode sequence)) {
      throw new IllegalStateException(
          "The scenario (%s) was read from another text.".formatted(scenario));
    }
    node = mapping;
    expect = member;
    list = sequence;
  }

  List<Edit> edits(ScenarioResult result, String reason) {
    List<Edit> edits = new ArrayList<>();
    edits.add(accepted(reason));
    List<@Nullable Expectation> wanted = new ArrayList<>();
    Deque<Expectation> added = new ArrayDeque<>();
    for (Difference difference : result.differences()) {
      if (difference.expected() == null && difference.raised() != null) {
        added.add(difference.raised());
      }
    }
    List<Difference> rest = new ArrayList<>(result.differences());
    int removed = 0;
    for (Expectation expected : scenario.expected()) {
      Difference difference =
          rest.stream().filter(d -> expected.equals(d.expected())).findFirst().orElse(null);
      rest.remove(difference);
      Expectation raised = difference == null ? expected : difference.raised();
      // the place of a finding that is gone is taken by one that is new
      wanted.add(raised == null ? added.poll() : raised);
      removed += wanted.get(wanted.size() - 1) == null ? 1 : 0;
    }
    boolean flow = !ScenarioText.block(list.getFlowStyle());
    if (flow && (removed > 0 || !added.isEmpty())) {
      edits.add(anew(wanted, added));
    } else if (removed == wanted.size() && added.isEmpty()) {
      edits.add(nothing());
    } else {
      inPlace(wanted, added, edits);
    }
    return edits;
  }

  private Edit accepted(String reason) {
    NodeTuple present = ScenarioText.member(node, "accepted");
    if (present != null) {
      Node value = present.getValueNode();
      return new Edit(text.start(value), text.end(value), Scalars.quoted(reason));
    }
    Node key = expect.getKeyNode();
    String after = ScenarioText.block(node.getFlowStyle()) ? newLine + blanks(column(key)) : ", ";
    return new Edit(
        text.start(key), text.start(key), "accepted: " + Scalars.quoted(reason) + after);
  }

  /** Changes single fields, takes whole lines out, and adds lines at the end of a block. */
  private void inPlace(
      List<@Nullable Expectation> wanted, Deque<Expectation> added, List<Edit> edits) {
    List<Node> items = list.getValue();
    for (int i = 0; i < items.size(); i++) {
      Expectation to = wanted.get(i);
      Expectation from = scenario.expected().get(i);
      if (to == null) {
        edits.add(
            new Edit(lineStart(text.start(items.get(i))), nextLine(text.end(items.get(i))), ""));
      } else if (!from.fits(to)) {
        item((MappingNode) items.get(i), from, to, edits);
      }
    }
    if (!added.isEmpty()) {
      int end = lineEnd(text.end(items.get(items.size() - 1)));
      StringBuilder lines = new StringBuilder();
      for (Expectation one : added) {
        lines.append(newLine).append(blanks(column(list))).append("- ").append(flow(one));
      }
      edits.add(new Edit(end, end, lines.toString()));
    }
  }

  private void item(MappingNode item, Expectation from, Expectation to, List<Edit> edits) {
    if (!from.rule().equals(to.rule())) {
      edits.add(new Edit(text.start(item), text.end(item), flow(to)));
      return;
    }
    for (FieldDifference field : from.differing(to)) {
      NodeTuple member = ScenarioText.member(item, field.field());
      String value = value(to, field.field());
      if (member == null) {
        NodeTuple last = item.getValue().get(item.getValue().size() - 1);
        String before =
            ScenarioText.block(item.getFlowStyle())
                ? newLine + blanks(column(last.getKeyNode()))
                : ", ";
        int end = text.end(last.getValueNode());
        edits.add(new Edit(end, end, before + field.field() + ": " + value));
      } else {
        Node key = member.getKeyNode();
        Node old = member.getValueNode();
        boolean sameLine = key.getEndMark().getLine() == old.getStartMark().getLine();
        edits.add(
            sameLine
                ? new Edit(text.start(old), text.end(old), value)
                : new Edit(text.end(key), text.end(old), ": " + value));
      }
    }
  }

  private Edit nothing() {
    int from = text.end(expect.getKeyNode());
    int to = text.end(list);
    return new Edit(from, to, ": []" + kept(text.text().substring(from, to)));
  }

  /** Writes a list in brackets anew; findings that stay keep their text. */
  private Edit anew(List<@Nullable Expectation> wanted, Deque<Expectation> added) {
    List<String> items = new ArrayList<>();
    int start = text.start(list);
    int at = start;
    StringBuilder gaps = new StringBuilder();
    for (int i = 0; i < wanted.size(); i++) {
      Node item = list.getValue().get(i);
      gaps.append(text.text(), at, text.start(item)).append('\n');
      at = text.end(item);
      Expectation to = wanted.get(i);
      if (to != null) {
        boolean stays = scenario.expected().get(i).fits(to);
        items.add(stays ? text.text().substring(text.start(item), at) : flow(to));
      }
    }
    gaps.append(text.text(), at, text.end(list));
    added.forEach(one -> items.add(flow(one)));
    String comments = kept(gaps.toString());
    boolean block =
        ScenarioText.block(node.getFlowStyle()) && (items.size() > 1 || !comments.isEmpty());
    if (!block || items.isEmpty()) {
      return new Edit(start, text.end(list), "[" + String.join(", ", items) + "]" + comments);
    }
    String indent = newLine + blanks(column(expect.getKeyNode()) + 2);
    StringBuilder lines = new StringBuilder(comments);
    items.forEach(item -> lines.append(indent).append("- ").append(item));
    int from = text.end(expect.getKeyNode());
    return new Edit(from, text.end(list), ":" + lines);
  }

  /** Comments of what is taken out stay, each on a line of its own. */
  private String kept(String gap) {
    StringBuilder lines = new StringBuilder();
    Matcher comment = COMMENT.matcher(gap);
    while (comment.find()) {
      lines
          .append(newLine)
          .append(blanks(column(expect.getKeyNode()) + 2))
          .append(comment.group().stripTrailing());
    }
    return lines.toString();
  }

  /** Says of a new finding what the other findings of the scenario say. */
  private String flow(Expectation raised) {
    StringBuilder flow = new StringBuilder("{rule: " + Scalars.of(raised.rule()));
    List<String> fields = new ArrayList<>(List.of("risk", "disposition", "reasons"));
    if (scenario.expected().stream().anyMatch(any -> any.decision() != null)) {
      fields.add("decision");
    }
    if (scenario.expected().stream().anyMatch(any -> any.change() != null)) {
      fields.add("change");
    }
    fields.forEach(
        field -> flow.append(", ").append(field).append(": ").append(value(raised, field)));
    return flow.append("}").toString();
  }

  private static String value(Expectation to, String field) {
    return switch (field) {
      case "risk" -> Scalars.of(to.risk());
      case "disposition" -> Scalars.of(to.disposition());
      case "reasons" ->
          "[" + String.join(", ", to.reasons().stream().map(Scalars::of).toList()) + "]";
      case "decision" -> Scalars.of(to.decision());
      default -> Scalars.of(to.change());
    };
  }

  private int lineStart(int at) {
    return text.text().lastIndexOf('\n', at - 1) + 1;
  }

  private int lineEnd(int at) {
    int end = text.text().indexOf('\n', at);
    if (end < 0) {
      return text.text().length();
    }
    return end > 0 && text.text().charAt(end - 1) == '\r' ? end - 1 : end;
  }

  private int nextLine(int at) {
    int end = text.text().indexOf('\n', at);
    return end < 0 ? text.text().length() : end + 1;
  }

  private static int column(Node node) {
    return node.getStartMark().getColumn();
  }

  private static String blanks(int count) {
    return " ".repeat(count);
  }
}
