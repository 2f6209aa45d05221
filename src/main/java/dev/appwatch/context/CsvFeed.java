package dev.appwatch.context;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.appwatch.text.NearWord;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads feeds in CSV: a header of member names, then one entry a row. Lists are separated by
 * semicolons, {@code kind} tells what is no change, {@code recurrence.at} is a member of a
 * recurrence, and an amendment is written {@code at/end}.
 */
final class CsvFeed {

  private static final Pattern READ_AT = Pattern.compile("\\A# *readAt *: *([^\\r\\n]*)");
  private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n|\\r|\\n");
  private static final Set<String> LISTS = Set.of("apps", "rows", "actors");
  private static final Set<String> INNER_LISTS = Set.of("days", "except");
  private static final String RECURRENCE = "recurrence.";
  private static final Set<String> COLUMNS = columns();
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setCommentMarker('#').setIgnoreEmptyLines(true).get();

  private final FeedCollector collector;
  private @Nullable List<String> header;

  CsvFeed(FeedCollector collector) {
    this.collector = collector;
  }

  private static Set<String> columns() {
    Set<String> all = new HashSet<>(Set.of("kind"));
    for (Entry.Kind kind : Entry.Kind.values()) {
      all.addAll(ChangeFacts.membersOf(kind));
    }
    all.remove("recurrence");
    Schedules.RECURRENCE.forEach(name -> all.add(RECURRENCE + name));
    return Set.copyOf(all);
  }

  /** Returns whether a text of unknown name begins with a header of ours. */
  static boolean looksLikeOne(String text) {
    return text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .findFirst()
        .filter(line -> line.indexOf(',') > 0 && line.indexOf(':') < 0)
        .isPresent();
  }

  void read(String text) {
    Matcher readAt = READ_AT.matcher(text);
    if (readAt.find()) {
      collector.readAt(readAt.group(1), 1);
    }
    try (CSVParser parser = CSVParser.parse(new StringReader(text), FORMAT)) {
      for (CSVRecord row : parser) {
        int breaks = 0;
        for (String cell : row) {
          breaks += cell.indexOf('\n') < 0 && cell.indexOf('\r') < 0 ? 0 : breaksIn(cell);
        }
        int line = (int) parser.getCurrentLineNumber() - breaks;
        if (header == null) {
          if (!readHeader(row, line)) {
            return;
          }
        } else {
          readRow(row, header, line);
        }
      }
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      collector.unreadable(
          0, "the file is damaged: " + NearWord.shown(String.valueOf(e.getMessage())));
    }
    if (header == null) {
      collector.unreadable(0, "the file has no header.\n    Maybe id,type,state, …");
    }
  }

  private static int breaksIn(String cell) {
    return (int) LINE_BREAK.matcher(cell).results().count();
  }

  private boolean readHeader(CSVRecord row, int line) {
    List<String> names = new ArrayList<>();
    boolean sound = true;
    header = names;
    for (String cell : row) {
      String name = cell.strip();
      if (!COLUMNS.contains(name)) {
        collector.unknownMember(line, name, COLUMNS);
        sound = false;
      } else if (names.contains(name)) {
        collector.unreadable(line, "the file has the column (%s) twice.".formatted(name));
        sound = false;
      }
      names.add(name);
    }
    return sound;
  }

  private void readRow(CSVRecord row, List<String> names, int line) {
    if (row.size() == 1 && row.get(0).isBlank()) {
      return;
    }
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    List<BadValueException> refusals = new ArrayList<>();
    if (row.size() != names.size()) {
      refusals.add(
          new BadValueException(
              "CELL_COUNT",
              "the row has (%d) cells, the header has (%d).\n    Maybe a cell with a comma needs quotes."
                  .formatted(row.size(), names.size())));
    }
    Entry.Kind kind = Entry.Kind.CHANGE;
    for (int i = 0; i < Math.min(row.size(), names.size()); i++) {
      String cell = row.get(i).strip();
      String name = names.get(i);
      if (name.equals("kind")) {
        try {
          kind = kindOf(cell);
        } catch (BadValueException e) {
          refusals.add(e);
          kind = meant(cell);
        }
      } else if (!cell.isEmpty()) {
        put(members, name, cell);
      }
    }
    collector.add(new Entry(kind, line, members, refusals));
  }

  static Entry.Kind kindOf(String written) throws BadValueException {
    String word = written.toUpperCase(Locale.ROOT);
    if (word.isEmpty()) {
      return Entry.Kind.CHANGE;
    }
    for (Entry.Kind kind : Entry.Kind.values()) {
      if (kind.name().equals(word)) {
        return kind;
      }
    }
    throw new BadValueException(
        "UNKNOWN_KIND",
        "there is no kind (%s).\n    Maybe one of change, approval, freeze."
            .formatted(NearWord.shown(written)));
  }

  /** A misspelt freeze still forbids. */
  static Entry.Kind meant(String written) {
    boolean freeze =
        NearWord.of(written, List.of("change", "approval", "freeze")).equals(Optional.of("freeze"));
    return freeze ? Entry.Kind.FREEZE : Entry.Kind.CHANGE;
  }

  private static void put(ObjectNode members, String name, String cell) {
    if (name.startsWith(RECURRENCE)) {
      String inner = name.substring(RECURRENCE.length());
      ObjectNode recurrence = members.withObjectProperty("recurrence");
      if (INNER_LISTS.contains(inner)) {
        split(recurrence.putArray(inner), cell);
      } else {
        recurrence.put(inner, cell);
      }
    } else if (name.equals("amendments")) {
      ArrayNode amendments = members.putArray(name);
      for (String amendment : cell.split(";")) {
        int slash = amendment.indexOf('/');
        ObjectNode object = amendments.addObject();
        object.put("at", (slash < 0 ? amendment : amendment.substring(0, slash)).strip());
        if (slash >= 0) {
          object.put("end", amendment.substring(slash + 1).strip());
        }
      }
    } else if (LISTS.contains(name)) {
      split(members.putArray(name), cell);
    } else {
      members.put(name, cell);
    }
  }

  private static void split(ArrayNode list, String cell) {
    for (String part : cell.split(";")) {
      list.add(part.strip());
    }
  }
}
