package dev.appwatch.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;

/** The two forms in which a command tells about changes. */
enum TextOrJson {
  TEXT,
  JSON;

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Writes plain values, maps and lists as JSON. */
  static void write(Object tree, PrintWriter out) {
    try {
      out.println(MAPPER.writeValueAsString(tree));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Plain values can be written as JSON.", e);
    }
  }
}
