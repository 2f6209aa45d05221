package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.store.Totals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes that are edited while the service runs. */
final class RouteFolderTest {

  private static final String SECOND_INBOX =
      """
      - route:
          id: %s
          from:
            uri: file
            parameters:
              directoryName: "{{appwatch.files.folder}}/../%s"
              initialDelay: 0
              delay: 50
            steps:
              - to: appwatch:evaluate
      """;

  @TempDir private Path folder;
  private Path routes;
  private RunningHub hub;

  @BeforeEach
  void start() throws IOException {
    routes = Files.createDirectory(folder.resolve("routes"));
    try (Stream<Path> shipped = Files.list(Path.of("routes"))) {
      for (Path file : shipped.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    hub = new RunningHub(folder, routes, Map.of());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void anEditedRouteTakesEffect() throws Exception {
    edit("http.camel.yaml", "platform-http:/v1/events", "platform-http:/v2/events");

    assertThat(hub.refreshRoutes()).isEmpty();

    assertThat(hub.client().post(AuditRecords.lines(1, 1)).statusCode()).isEqualTo(404);
    edit("http.camel.yaml", "platform-http:/v2/events", "platform-http:/v1/events");
    assertThat(hub.refreshRoutes()).isEmpty();
    assertThat(hub.client().post(AuditRecords.lines(1, 1)).statusCode()).isEqualTo(200);
  }

  @Test
  void theEvaluationIsAKameletToo() throws Exception {
    Files.writeString(
        routes.resolve("more.camel.yaml"),
        SECOND_INBOX
            .formatted("more", "more")
            .replace("appwatch:evaluate", "kamelet:appwatch-evaluate-action?intake=mine"));

    assertThat(hub.refreshRoutes()).isEmpty();

    drop("more", 1);
    RunningHub.until("the file is judged", () -> kept(1));
    assertThat(hub.store().totals()).containsEntry("mine", new Totals(1, 1, 0));
  }

  @Test
  void aRouteThatIsAddedRunsUntilItsFileIsGone() throws Exception {
    Path file = routes.resolve("more.camel.yaml");
    Files.writeString(file, SECOND_INBOX.formatted("more", "more"));

    assertThat(hub.refreshRoutes()).isEmpty();

    drop("more", 1);
    RunningHub.until("the file is judged", () -> kept(1));
    Files.delete(file);
    assertThat(hub.refreshRoutes()).isEmpty();
    assertThat(hub.routeIds()).contains("files", "http").doesNotContain("more");
  }

  @Test
  void whatIsRefusedLeavesWhatWasThere() throws Exception {
    edit("http.camel.yaml", "uri: platform-http:/v1/events", "uri: nonsense:/v1/events");
    Files.writeString(routes.resolve("files.camel.yaml"), "- route: [");

    List<String> problems = hub.refreshRoutes();

    assertThat(problems).hasSize(2).allMatch(problem -> problem.contains("Maybe"));
    assertThat(problems).anyMatch(problem -> problem.contains("nonsense"));
    assertThat(hub.client().post(AuditRecords.lines(1, 1)).statusCode()).isEqualTo(200);
    assertThat(hub.routeIds()).contains("files", "http");
    assertThat(hub.refreshRoutes()).isEqualTo(problems);
  }

  @Test
  void whatIsMendedIsToldNoLonger() throws Exception {
    edit("http.camel.yaml", "uri: platform-http:/v1/events", "uri: nonsense:/v1/events");
    assertThat(hub.refreshRoutes()).hasSize(1);
    edit("http.camel.yaml", "uri: nonsense:/v1/events", "uri: platform-http:/v1/events");

    assertThat(hub.refreshRoutes()).isEmpty();

    assertThat(hub.client().post(AuditRecords.lines(1, 1)).statusCode()).isEqualTo(200);
  }

  @Test
  void aRouteCannotTakeAnothersName() throws Exception {
    Files.writeString(
        routes.resolve("more.camel.yaml"), SECOND_INBOX.formatted("http", "elsewhere"));

    assertThat(hub.refreshRoutes())
        .singleElement()
        .asString()
        .contains("another file has a route with the same id (http)");

    assertThat(hub.client().post(AuditRecords.lines(1, 1)).statusCode()).isEqualTo(200);
  }

  @Test
  void changedPropertiesReachTheRoutes() throws Exception {
    Files.writeString(
        routes.resolve("more.camel.yaml"), SECOND_INBOX.formatted("more", "{{hub.inbox:one}}"));
    assertThat(hub.refreshRoutes()).isEmpty();
    Files.writeString(routes.resolve("hub.properties"), "hub.inbox = two\n");

    assertThat(hub.refreshRoutes()).isEmpty();

    drop("two", 1);
    RunningHub.until("the file is judged", () -> kept(1));
  }

  @Test
  void aWrongValueLeavesTheRoutesWithTheFormerOne() throws Exception {
    Path properties = routes.resolve("hub.properties");

    Files.writeString(properties, "appwatch.http.unpacked = lots\n");
    List<String> problems = hub.refreshRoutes();

    assertThat(problems)
        .singleElement()
        .asString()
        .contains("http.camel.yaml", "lots", "what the file held before goes on");
    assertThat(hub.client().post(AuditRecords.lines(1, 1)).statusCode()).isEqualTo(200);
    assertThat(hub.refreshRoutes()).isEqualTo(problems);

    Files.writeString(properties, "appwatch.http.unpacked = 1000\n");
    assertThat(hub.refreshRoutes()).isEmpty();
    assertThat(hub.client().post(AuditRecords.lines(2, 20)).statusCode()).isEqualTo(413);

    Files.writeString(properties, "appwatch.http.unpacked = \\uncle\n");
    assertThat(hub.refreshRoutes()).singleElement().asString().contains("hub.properties", "Maybe");
    assertThat(hub.client().post(AuditRecords.lines(2, 20)).statusCode()).isEqualTo(413);
  }

  @Test
  void aFileInAnotherEncodingHarmsNoOther() throws Exception {
    Path file = routes.resolve("more.camel.yaml");
    Files.write(file, "# Für Prüfer\n- route: [".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(hub.refreshRoutes()).singleElement().asString().contains("more.camel.yaml");

    edit("http.camel.yaml", "platform-http:/v1/events", "platform-http:/v2/events");
    assertThat(hub.refreshRoutes()).hasSize(1);
    assertThat(hub.client().post(AuditRecords.lines(1, 1)).statusCode()).isEqualTo(404);
  }

  private void edit(String name, String from, String to) throws IOException {
    Path file = routes.resolve(name);
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private void drop(String inbox, int record) {
    try {
      Path target = Files.createDirectories(folder.resolve(inbox));
      Files.writeString(target.resolve("audit.jsonl"), AuditRecords.lines(record, 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean kept(int record) {
    return hub.findings().stream()
        .flatMap(finding -> finding.events().stream())
        .anyMatch(event -> AuditRecords.ids(record, 1).contains(String.valueOf(event.id())));
  }
}
