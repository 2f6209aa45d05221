package dev.appwatch.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The components of an iCalendar file by their lines, so that a damaged one harms only itself.
 *
 * @param zones its VTIMEZONE components
 * @param events its VEVENT components
 * @param zone zone of days, as X-WR-TIMEZONE tells it
 * @param readAt value of X-APPWATCH-READ-AT
 * @param readAtLine line of that
 * @param damage why the file can't be relied on, null when it can
 * @param damagedLine line of that
 */
record IcsBlocks(
    List<Block> zones,
    List<Block> events,
    @Nullable String zone,
    @Nullable String readAt,
    int readAtLine,
    @Nullable String damage,
    int damagedLine) {

  /**
   * The lines of a component.
   *
   * @param line line of its BEGIN
   * @param lines everything from its BEGIN to its END
   */
  record Block(int line, String lines) {}

  static IcsBlocks of(String text) {
    Scanner scanner = new Scanner();
    text.lines().forEach(scanner::line);
    return scanner.blocks();
  }

  /** Goes through the lines once. */
  private static final class Scanner {

    private final List<Block> zones = new ArrayList<>();
    private final List<Block> events = new ArrayList<>();
    private final StringBuilder lines = new StringBuilder();
    private @Nullable String open;
    private int openLine;
    private int number;
    private boolean begun;
    private boolean ended;
    private @Nullable String zone;
    private @Nullable String readAt;
    private int readAtLine;
    private @Nullable String damage;
    private int damagedLine;

    void line(String line) {
      number++;
      String plain = line.strip().toUpperCase(Locale.ROOT);
      boolean folded = line.startsWith(" ") || line.startsWith("\t");
      if (open != null) {
        append(line, folded);
        if (!folded && plain.equals("END:" + open)) {
          close();
        } else if (!folded && (plain.equals("BEGIN:" + open) || plain.equals("END:VCALENDAR"))) {
          damage(openLine, "the component that begins here has no end.");
        }
        return;
      }
      if (folded) {
        return;
      }
      outside(line, plain);
    }

    /** Joins what was folded: a line that begins with a blank goes on with the one before it. */
    private void append(String line, boolean folded) {
      if (folded) {
        lines.setLength(lines.length() - 2);
        lines.append(line, 1, line.length()).append("\r\n");
      } else if (!line.isBlank()) {
        lines.append(line).append("\r\n");
      }
    }

    private void outside(String line, String plain) {
      if (plain.equals("BEGIN:VCALENDAR")) {
        begun = true;
        ended = false;
      } else if (plain.equals("END:VCALENDAR")) {
        ended = true;
      } else if (plain.startsWith("BEGIN:")) {
        open = plain.substring("BEGIN:".length());
        openLine = number;
        lines.setLength(0);
        lines.append(line).append("\r\n");
      } else if (plain.startsWith("X-WR-TIMEZONE")) {
        zone = line.substring(line.indexOf(':') + 1).strip();
      } else if (plain.startsWith("X-APPWATCH-READ-AT")) {
        readAt = line.substring(line.indexOf(':') + 1).strip();
        readAtLine = number;
      }
    }

    private void close() {
      Block block = new Block(openLine, lines.toString());
      if ("VEVENT".equals(open)) {
        events.add(block);
      } else if ("VTIMEZONE".equals(open)) {
        zones.add(block);
      }
      open = null;
    }

    private void damage(int at, String message) {
      if (damage == null) {
        damage = message;
        damagedLine = at;
      }
      open = null;
    }

    IcsBlocks blocks() {
      if (open != null) {
        damage(openLine, "the component that begins here has no end.");
      }
      if (!begun) {
        damage(1, "the file does not begin with BEGIN:VCALENDAR.");
      } else if (!ended) {
        damage(number, "the file ends without END:VCALENDAR.");
      }
      return new IcsBlocks(zones, events, zone, readAt, readAtLine, damage, damagedLine);
    }
  }
}
