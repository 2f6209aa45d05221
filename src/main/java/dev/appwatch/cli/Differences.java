package dev.appwatch.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What a command line puts over the pack. */
final class Differences {

  private Differences() {}

  static ObjectNode tenant(@Nullable String tenant) {
    ObjectNode differences = JsonNodeFactory.instance.objectNode();
    if (tenant != null) {
      differences.putObject("policy").put("tenant", tenant);
    }
    return differences;
  }
}
