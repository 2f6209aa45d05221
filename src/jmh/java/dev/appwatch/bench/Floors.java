package dev.appwatch.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What reading alone costs, as programs of their own: {@code bytes|lines|tokens|tree FILE}. */
public final class Floors {

  private Floors() {}

  /** Reads the file in one of the ways. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[1]);
    long seen =
        switch (arguments[0]) {
          case "bytes" -> bytes(file);
          case "lines" -> lines(file);
          case "tokens" -> tokens(file);
          case "tree" -> trees(file);
          default -> throw new IllegalArgumentException(arguments[0]);
        };
    if (seen == 0) {
      throw new IllegalStateException("There was nothing to read.");
    }
  }

  private static long bytes(Path file) throws IOException {
    long seen = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        seen += n;
      }
    }
    return seen;
  }

  private static long lines(Path file) throws IOException {
    long seen = 0;
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        seen += line.length();
      }
    }
    return seen;
  }

  private static long tokens(Path file) throws IOException {
    long seen = 0;
    try (JsonParser parser = new JsonFactory().createParser(Files.newInputStream(file))) {
      while (parser.nextToken() != null) {
        seen++;
      }
    }
    return seen;
  }

  private static long trees(Path file) throws IOException {
    long seen = 0;
    try (MappingIterator<JsonNode> trees =
        new ObjectMapper().readerFor(JsonNode.class).readValues(Files.newInputStream(file))) {
      while (trees.hasNext()) {
        seen += trees.next().size();
      }
    }
    return seen;
  }
}
