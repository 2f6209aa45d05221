package dev.appwatch.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.appwatch.model.ChangeFeed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle says of itself.
 *
 * @param created when the records were received
 * @param tenant directory id of records that carry none
 * @param head hash of the last decision record
 * @param digests digest of every other entry, by its name
 * @param whole whether the manifest has the hash that it says
 */
record BundleManifest(
    String program,
    Instant created,
    @Nullable String tenant,
    String tzdata,
    String pack,
    long findings,
    String head,
    SortedMap<String, String> digests,
    boolean whole) {

  private static final JsonMapper JSON = new JsonMapper();

  /** A feed as it was read. */
  record Feed(String entry, ChangeFeed feed) {}

  /**
   * Reads a manifest.
   *
   * @throws BundleRefusedException when it is one of something else
   * @throws IOException when it is no JSON
   * @throws RuntimeException when a member is missing or has no meaning
   */
  static BundleManifest read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    JsonNode tree = JSON.readTree(bytes);
    String schema = tree.path("schema").asText();
    if (!schema.equals(EvidenceBundle.SCHEMA)) {
      throw new BundleRefusedException(
          "The schema (%s) of the manifest must be %s.\n    Maybe it is no bundle, or one of another version."
              .formatted(schema, EvidenceBundle.SCHEMA));
    }
    TreeMap<String, String> digests = new TreeMap<>();
    tree.path("entries").properties().forEach(e -> digests.put(e.getKey(), e.getValue().asText()));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    boolean ended = text.endsWith("}\n");
    return new BundleManifest(
        DecisionJson.text(tree, "program"),
        Instant.parse(DecisionJson.text(tree, "created")),
        DecisionJson.maybe(tree, "tenant"),
        DecisionJson.text(tree, "tzdata"),
        DecisionJson.text(tree, "pack"),
        tree.path("findings").asLong(-1),
        DecisionJson.text(tree, "head"),
        digests,
        ended
            && Sealed.hashOf(
                    text.substring(0, text.length() - 1).getBytes(StandardCharsets.ISO_8859_1))
                .isPresent());
  }

  /**
   * Reads what is known of the feeds.
   *
   * @throws IOException when it is no JSON
   * @throws RuntimeException when a member is missing or has no meaning
   */
  static List<Feed> feeds(Path file) throws IOException {
    List<Feed> feeds = new ArrayList<>();
    for (JsonNode node : JSON.readTree(Files.readAllBytes(file))) {
      feeds.add(
          new Feed(
              DecisionJson.text(node, "entry"),
              new ChangeFeed(
                  DecisionJson.text(node, "name"),
                  DecisionJson.text(node, "format"),
                  Instant.parse(DecisionJson.text(node, "readAt")),
                  DecisionJson.text(node, "digest"))));
    }
    return feeds;
  }
}
