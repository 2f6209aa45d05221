package dev.appwatch.scenario;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The text of a scenario file: what it says, and where in the text each part stands. */
final class ScenarioText {

  static final ObjectMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final String text;
  private final JsonNode tree;
  private final @Nullable Node root;

  private ScenarioText(String text, JsonNode tree, @Nullable Node root) {
    this.text = text;
    this.tree = tree;
    this.root = root;
  }

  static ScenarioText parse(String text) throws JsonProcessingException {
    JsonNode tree = YAML.readTree(text);
    // the tree says what is there, these nodes say where
    Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
    return new ScenarioText(text, tree == null ? YAML.missingNode() : tree, root);
  }

  JsonNode tree() {
    return tree;
  }

  String text() {
    return text;
  }

  /** Returns the line, from 1, of a part: names of members and numbers of elements lead to it. */
  int line(Object... way) {
    Node node = root;
    int line = 1;
    for (Object step : way) {
      NodeTuple member = step instanceof String name ? member(node, name) : null;
      Node next = member != null ? member.getValueNode() : element(node, step);
      if (next == null) {
        return line;
      }
      line = (member != null ? member.getKeyNode() : next).getStartMark().getLine() + 1;
      node = next;
    }
    return line;
  }

  /** Returns a part, null where there is none. */
  @Nullable Node node(Object... way) {
    Node node = root;
    for (Object step : way) {
      NodeTuple member = step instanceof String name ? member(node, name) : null;
      node = member != null ? member.getValueNode() : element(node, step);
    }
    return node;
  }

  static @Nullable NodeTuple member(@Nullable Node node, String name) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
          return tuple;
        }
      }
    }
    return null;
  }

  private static @Nullable Node element(@Nullable Node node, Object step) {
    return node instanceof SequenceNode sequence
            && step instanceof Integer index
            && index < sequence.getValue().size()
        ? sequence.getValue().get(index)
        : null;
  }

  /** Returns where a node begins, in characters. */
  int start(Node node) {
    return text.offsetByCodePoints(0, node.getStartMark().getIndex());
  }

  /** Returns where a node ends; a block ends with its last value, not with the blank after it. */
  int end(Node node) {
    if (node instanceof MappingNode mapping && block(mapping.getFlowStyle())) {
      NodeTuple last = mapping.getValue().get(mapping.getValue().size() - 1);
      return end(last.getValueNode());
    }
    if (node instanceof SequenceNode sequence && block(sequence.getFlowStyle())) {
      return end(sequence.getValue().get(sequence.getValue().size() - 1));
    }
    int end = text.offsetByCodePoints(0, node.getEndMark().getIndex());
    while (end > start(node) && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  static boolean block(org.yaml.snakeyaml.DumperOptions.FlowStyle style) {
    return style == org.yaml.snakeyaml.DumperOptions.FlowStyle.BLOCK;
  }
}
