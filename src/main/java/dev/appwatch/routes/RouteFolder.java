package dev.appwatch.routes;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up routes that are edited, added or removed while the service runs. A file that is refused
 * leaves the routes that it held before, with the properties that they had. A route whose source
 * gave up is read again, for its secret may be another one by now.
 *
 * <p>Camel has a reload of its own; it removes all routes before it reads the new ones, so a slip
 * of the pen would silence every source.
 */
final class RouteFolder {

  private static final Logger LOG = LoggerFactory.getLogger(RouteFolder.class);
  private static final String SUFFIX = ".camel.yaml";
  private static final String PROPERTIES = "hub.properties";

  private final Path folder;
  private final SortedMap<Path, Written> inForce = new TreeMap<>();
  private final SortedMap<Path, Written> refused = new TreeMap<>();
  private final SortedMap<Path, String> problems = new TreeMap<>();
  private final SortedMap<Path, String> ended = new TreeMap<>();

  /** Routes whose source had ended at the last look: one that only just starts looks the same. */
  private final Set<String> endedBefore = new HashSet<>();

  /** Files of which nothing runs, since they could not be started anew. */
  private final Set<Path> down = new HashSet<>();

  private final HubProperties values = new HubProperties();
  private String properties;
  private @Nullable String propertiesProblem;

  /** What a file says, and what its placeholders stand for. */
  private record Written(String text, String properties) {}

  /** Notes what the folder holds; to be made before the routes are read from it. */
  RouteFolder(Path folder) {
    this.folder = folder.toAbsolutePath();
    properties = properties();
    values.use(properties);
    inForce.putAll(found());
  }

  /** Returns what placeholders stand for by the properties of the folder. */
  HubProperties values() {
    return values;
  }

  /**
   * Takes up what was changed since the last look, each file by itself.
   *
   * @return a sentence for each file that is refused as it stands, or whose source ended
   */
  List<String> refresh(CamelContext context) {
    revive(context);
    readProperties();
    SortedMap<Path, Written> found = found();
    for (Map.Entry<Path, Written> file : found.entrySet()) {
      if (file.getValue().equals(inForce.get(file.getKey()))) {
        forgive(file.getKey());
      } else if (!file.getValue().equals(refused.get(file.getKey()))) {
        takeUp(context, file.getKey(), file.getValue());
      }
    }
    for (Path gone : List.copyOf(inForce.keySet())) {
      if (!found.containsKey(gone)) {
        remove(context, idsOf(context, gone));
        inForce.remove(gone);
        LOG.info("The routes of {} are ended: the file is gone.", gone.getFileName());
      }
    }
    refused.keySet().retainAll(found.keySet());
    problems.keySet().retainAll(found.keySet());
    ended.keySet().retainAll(found.keySet());
    down.retainAll(found.keySet());
    return Stream.of(
            Stream.ofNullable(propertiesProblem),
            problems.values().stream(),
            ended.values().stream())
        .flatMap(all -> all)
        .toList();
  }

  private void takeUp(CamelContext context, Path file, Written written) {
    Set<String> before = idsOf(context, file);
    try {
      Set<String> after = load(context, file, written, before);
      Set<String> left = new TreeSet<>(before);
      left.removeAll(after);
      remove(context, left);
      inForce.put(file, written);
      down.remove(file);
      forgive(file);
      LOG.info("The routes of {} are in force: {}.", file.getFileName(), after);
    } catch (Exception e) { // whatever is wrong with a file, the others go on
      refused.put(file, written);
      boolean restored = restore(context, file);
      problems.put(
          file,
          "The routes of %s were refused: %s%n    Maybe something is misspelt; %s."
              .formatted(
                  file.getFileName(),
                  Throwables.getRootCause(e).getMessage(),
                  restored
                      ? "what the file held before goes on"
                      : "what the file held before could not be started again, so nothing of it runs"));
      LOG.error("{}", problems.get(file));
    }
  }

  /** Starts routes anew whose source ended and stayed so. */
  private void revive(CamelContext context) {
    ended.clear();
    Set<String> endedNow = new HashSet<>();
    inForce.forEach(
        (file, written) -> {
          Set<String> ids = idsOf(context, file);
          ids.removeIf(id -> !EndedConsumers.ended(context.getRoute(id)));
          boolean again = down.contains(file) || ids.stream().anyMatch(endedBefore::contains);
          if (again || !ids.isEmpty()) {
            endedNow.addAll(ids);
            ended.put(
                file,
                "The source of %s ended; it is started again, with its secret as it is then.%n    Maybe its server refuses the secret."
                    .formatted(file.getFileName()));
          }
          if (again) {
            startAnew(context, file, written);
          }
        });
    endedBefore.clear();
    endedBefore.addAll(endedNow);
  }

  private void startAnew(CamelContext context, Path file, Written written) {
    LOG.error("{}", ended.get(file));
    try {
      load(context, file, written, idsOf(context, file));
      down.remove(file);
    } catch (Exception e) { // tried again at the next look
      LOG.error("The routes of {} could not be started.", file.getFileName(), e);
      down.add(file);
    }
  }

  /** Reads a file's routes into the running service; nobody else's route may be replaced. */
  private Set<String> load(CamelContext context, Path file, Written written, Set<String> before)
      throws Exception {
    Set<String> foreign = new HashSet<>();
    context.getRoutes().forEach(route -> foreign.add(route.getRouteId()));
    foreign.removeAll(before);
    for (String id : idsIn(context, resource(file, written.text()))) {
      if (foreign.contains(id)) {
        throw new IllegalArgumentException(
            "another file has a route with the same id (%s)".formatted(id));
      }
    }
    update(context, file, written);
    return idsOf(context, file);
  }

  /** Starts what a file says, with the properties that go with it. */
  private void update(CamelContext context, Path file, Written written) throws Exception {
    values.use(written.properties());
    try {
      PluginHelper.getRoutesLoader(context).updateRoutes(List.of(resource(file, written.text())));
    } finally {
      values.use(properties);
    }
  }

  /** Reads a file without starting anything; what can't be read fails here. */
  private static Set<String> idsIn(CamelContext context, Resource resource) throws Exception {
    Set<String> ids = new TreeSet<>();
    for (RoutesBuilder builder :
        PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)) {
      if (builder instanceof RouteBuilder routes) {
        for (RouteDefinition route : routes.configureRoutes(context).getRoutes()) {
          if (route.getId() != null) {
            ids.add(route.getId());
          }
        }
      }
    }
    return ids;
  }

  /**
   * Some routes may be gone, or half of the new ones be there.
   *
   * @return whether what the file held before, if anything, goes on
   */
  private boolean restore(CamelContext context, Path file) {
    Written last = inForce.get(file);
    try {
      remove(context, idsOf(context, file));
      if (last != null) {
        update(context, file, last);
      }
      return true;
    } catch (Exception e) { // told, and tried again when the file changes
      LOG.error("What {} held before could not be started again.", file.getFileName(), e);
      inForce.remove(file);
      return false;
    }
  }

  private static void remove(CamelContext context, Collection<String> ids) {
    for (String id : ids) {
      try {
        context.getRouteController().stopRoute(id);
        context.removeRoute(id);
      } catch (Exception e) {
        throw new IllegalStateException("The route (%s) could not be ended.".formatted(id), e);
      }
    }
  }

  private static Set<String> idsOf(CamelContext context, Path file) {
    Set<String> ids = new TreeSet<>();
    for (Route route : context.getRoutes()) {
      Resource source = route.getSourceResource();
      if (source != null && location(source.getLocation()).equals(location("file:" + file))) {
        ids.add(route.getRouteId());
      }
    }
    return ids;
  }

  private static String location(String of) {
    return of.replaceFirst("^file:/*", "/");
  }

  private static Resource resource(Path file, String text) {
    return ResourceHelper.fromBytes("file:" + file, text.getBytes(StandardCharsets.UTF_8));
  }

  private void readProperties() {
    propertiesProblem = null;
    String now = properties();
    if (now.equals(properties)) {
      return;
    }
    try {
      values.use(now);
      properties = now;
      LOG.info("{} was changed: every route is read again.", PROPERTIES);
    } catch (IllegalArgumentException e) {
      propertiesProblem =
          "The file %s can't be read: %s%n    Maybe a \\u is not followed by four digits; the former values stay."
              .formatted(PROPERTIES, e.getMessage());
    }
  }

  private void forgive(Path file) {
    refused.remove(file);
    problems.remove(file);
  }

  private SortedMap<Path, Written> found() {
    SortedMap<Path, Written> found = new TreeMap<>();
    for (Path file : files()) {
      found.put(file, new Written(text(file), properties));
    }
    return found;
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String properties() {
    Path file = folder.resolve(PROPERTIES);
    return Files.exists(file) ? text(file) : "";
  }

  /** What is no UTF-8 becomes a sign of its own, which whoever reads the route sees. */
  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
