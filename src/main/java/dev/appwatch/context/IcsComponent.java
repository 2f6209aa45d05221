package dev.appwatch.context;

import dev.appwatch.text.NearWord;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.fortuna.ical4j.data.CalendarParserImpl;
import net.fortuna.ical4j.data.ContentHandler;
import net.fortuna.ical4j.data.ParserException;

/**
 * A component of an iCalendar file as it is written: nothing of it is looked up or interpreted.
 *
 * @param name for example {@code VEVENT}
 * @param properties its own properties
 * @param inner components within it
 */
record IcsComponent(String name, List<Property> properties, List<IcsComponent> inner) {

  /**
   * A property.
   *
   * @param name its name in capitals
   * @param parameters its parameters by name in capitals
   * @param value its value as it is written
   */
  record Property(String name, Map<String, String> parameters, String value) {

    String parameter(String of) {
      return parameters.getOrDefault(of, "");
    }
  }

  /** Returns the first property of a name. */
  Optional<Property> first(String of) {
    return properties.stream().filter(property -> property.name().equals(of)).findFirst();
  }

  /** Returns every property of a name. */
  List<Property> all(String of) {
    return properties.stream().filter(property -> property.name().equals(of)).toList();
  }

  /** Parses the lines of one component, from its BEGIN to its END. */
  static IcsComponent parse(String lines) throws BadValueException {
    Builder builder = new Builder();
    try {
      new CalendarParserImpl()
          .parse(new StringReader("BEGIN:VCALENDAR\r\n" + lines + "END:VCALENDAR\r\n"), builder);
    } catch (IOException | ParserException | IllegalArgumentException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
    return builder.built();
  }

  private static BadValueException damaged(String message) {
    return new BadValueException(
        "BAD_PROPERTY", "it is damaged: %s".formatted(NearWord.shown(message)));
  }

  /** Builds the tree while the file is parsed. */
  private static final class Builder implements ContentHandler {

    private final Deque<IcsComponent> open = new ArrayDeque<>();
    private final List<IcsComponent> closed = new ArrayList<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private String value = "";

    IcsComponent built() throws BadValueException {
      if (closed.size() != 1) {
        throw damaged("its end is missing");
      }
      return closed.get(0);
    }

    @Override
    public void startCalendar() {}

    @Override
    public void endCalendar() {}

    @Override
    public void startComponent(String name) {
      open.push(
          new IcsComponent(name.toUpperCase(Locale.ROOT), new ArrayList<>(), new ArrayList<>()));
    }

    @Override
    public void endComponent(String name) {
      IcsComponent done = open.pop();
      IcsComponent outer = open.peek();
      (outer == null ? closed : outer.inner()).add(done);
    }

    @Override
    public void startProperty(String name) {
      parameters.clear();
      value = "";
    }

    @Override
    public void propertyValue(String text) {
      value = text;
    }

    @Override
    public void endProperty(String name) {
      IcsComponent component = open.peek();
      if (component != null) {
        component
            .properties()
            .add(new Property(name.toUpperCase(Locale.ROOT), Map.copyOf(parameters), value));
      }
    }

    @Override
    public void parameter(String name, String text) {
      parameters.put(name.toUpperCase(Locale.ROOT), text);
    }
  }
}
