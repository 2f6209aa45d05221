package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The bill of materials names what is shipped, and nothing is shipped under a licence of others.
 */
final class SupplyChainIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> LICENCES =
      Set.of(
          "Apache-2.0",
          "MIT",
          "MIT-0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "EPL-1.0",
          "EPL 1.0", // as H2 writes it
          "EPL-2.0");

  /** Libraries that name their licence in other words, with what their licence file says. */
  private static final Map<String, String> READ =
      Map.of(
          "org.jline:jline-terminal", "BSD-3-Clause: its licence has three clauses",
          "org.jline:jline-native", "BSD-3-Clause: its licence has three clauses",
          "org.antlr:antlr-runtime", "BSD-3-Clause, called \"BSD licence\"",
          "org.mnode.ical4j:ical4j", "BSD-3-Clause, called by the name of the library");

  private static JsonNode components() throws IOException {
    return JSON.readTree(Path.of("target/appwatch-sbom.json").toFile()).path("components");
  }

  private static String name(JsonNode component) {
    return component.path("group").asText() + ":" + component.path("name").asText();
  }

  /** Of several licences one is ours to choose. */
  private static boolean mayBeShipped(JsonNode component) {
    List<String> named = new ArrayList<>();
    for (JsonNode choice : component.path("licenses")) {
      JsonNode licence = choice.path("license");
      named.add(licence.has("id") ? licence.path("id").asText() : licence.path("name").asText());
    }
    return named.stream().anyMatch(LICENCES::contains) || READ.containsKey(name(component));
  }

  @Test
  void everyLicenceIsOneThatWeShip() throws IOException {
    assertThat(components()).hasSizeGreaterThan(100);
    assertThat(components())
        .allSatisfy(
            component ->
                assertThat(mayBeShipped(component))
                    .as("%s %s", name(component), component.path("licenses"))
                    .isTrue());
  }

  @Test
  void anotherLicenceWouldBeRefused() throws IOException {
    String other = "{\"group\":\"g\",\"name\":\"n\",\"licenses\":%s}";

    assertThat(
            mayBeShipped(
                JSON.readTree(other.formatted("[{\"license\":{\"id\":\"GPL-3.0-only\"}}]"))))
        .isFalse();
    assertThat(mayBeShipped(JSON.readTree(other.formatted("[]")))).isFalse();
  }

  @Test
  void whatIsShippedIsWhatTheBillNames() throws IOException {
    Map<String, String> named = new TreeMap<>();
    for (JsonNode component : components()) {
      for (JsonNode hash : component.path("hashes")) {
        if (hash.path("alg").asText().equals("SHA-256")) {
          named.put(hash.path("content").asText(), name(component));
        }
      }
    }
    Map<String, String> shipped = new TreeMap<>();
    try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
      for (Path jar : jars.toList()) {
        shipped.put(Sha256.hex(Files.readAllBytes(jar)), String.valueOf(jar.getFileName()));
      }
    }

    assertThat(shipped.keySet()).containsAll(named.keySet());
    assumeTrue(
        shipped.values().stream().noneMatch(jar -> jar.startsWith("junit-")),
        "libraries of tests were copied there by hand");
    assertThat(shipped.keySet()).as("%s", shipped).isEqualTo(named.keySet());
  }
}
