package dev.appwatch.context;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lists of a pack once, and puts differences over the pack as often as is wanted. Safe to
 * share between threads.
 */
public final class PackReader {

  private final Path pack;
  private final Map<String, List<Map<String, String>>> rowsByList;
  private final List<PackProblem> listProblems;
  private @Nullable Reference reference;

  /** Reads the lists; what is wrong with them is told when a context is wanted. */
  public PackReader(Path pack) {
    this.pack = pack;
    PackFiles files = new PackFiles(pack);
    rowsByList = files.lists();
    listProblems = List.copyOf(files.problems());
  }

  /**
   * Returns what the pack knows, with differences and change feeds: see {@link Context#load(Path,
   * JsonNode, List, Instant)}.
   *
   * @throws PackRefusedException with everything that is wrong in the pack
   */
  public Context context(JsonNode differences, List<Path> feeds, Instant loadedAt) {
    PackFiles files = new PackFiles(pack);
    listProblems.forEach(files.problems()::add);
    Map<String, List<Map<String, String>>> rows = new TreeMap<>(rowsByList);
    for (Map.Entry<String, JsonNode> list : differences.path("lists").properties()) {
      if (!rows.containsKey(list.getKey())) {
        files
            .problems()
            .add(
                new PackProblem(
                    "reference/" + list.getKey() + ".csv",
                    0,
                    "there is no such list.\n    Maybe one of %s.".formatted(rows.keySet())));
      }
      List<Map<String, String>> all = new ArrayList<>(rows.getOrDefault(list.getKey(), List.of()));
      for (JsonNode row : list.getValue()) {
        Map<String, String> cells = new HashMap<>();
        row.properties().forEach(cell -> cells.put(cell.getKey(), cell.getValue().asText()));
        ListForm form = ListForm.of(list.getKey());
        if (form != null) {
          files.add("reference/" + list.getKey() + ".csv", 0, form.wrongRow(cells));
        }
        all.add(cells);
      }
      rows.put(list.getKey(), all);
    }
    Policy policy = files.policy(differences.path("policy"));
    Calendars calendars = files.calendars(differences.path("calendar"));
    if (!files.problems().isEmpty()) {
      calendars.problems().forEach(files::add);
      throw new PackRefusedException(files.problems());
    }
    FeedOptions options = new FeedOptions(loadedAt, policy.grace(), policy.fields());
    ChangeFeeds changes = new ChangeFeeds().read(ChangeFeeds.files(feeds), options);
    JsonNode inline = differences.path("changes");
    if (inline.isObject()) {
      changes.add(ChangeFeedReader.read(FeedFile.of(inline.toString()), "scenario", options));
    }
    ChangeRegister register = changes.register();
    List<ChangeProblem> problems = new ArrayList<>(calendars.problems());
    problems.addAll(changes.problems());
    return new Context(
        policy,
        calendars,
        register,
        problems,
        differences.path("lists").isEmpty() ? reference() : Reference.of(new Lists(rows)));
  }

  private synchronized Reference reference() {
    Reference made = reference;
    if (made == null) {
      made = Reference.of(new Lists(rowsByList));
      reference = made;
    }
    return made;
  }
}
