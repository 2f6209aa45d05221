package dev.appwatch.report;

import java.util.ArrayList;
import java.util.List;

/** Labelled lines, one below the other; what is too wide goes on below itself. */
final class Block {

  private static final int WIDTH = 140;

  private final List<String> lines = new ArrayList<>();

  /** Adds a line as it is. */
  void line(String text) {
    lines.add(text);
  }

  /** Adds a label and what belongs to it, broken at spaces. */
  void add(String label, String text) {
    String left = label;
    String rest = text;
    while (rest.length() > WIDTH) {
      int space = rest.lastIndexOf(' ', WIDTH);
      int end = space > WIDTH / 2 ? space : WIDTH;
      if (Character.isHighSurrogate(rest.charAt(end - 1))) {
        end--;
      }
      lines.add(row(left, rest.substring(0, end)));
      rest = rest.substring(end).strip();
      left = "";
    }
    lines.add(row(left, rest));
  }

  /** Says that there are more such lines, if there are. */
  void more(int left) {
    if (left > 0) {
      add("", "and " + left + " more");
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  private static String row(String label, String text) {
    return "    %-7s  %s".formatted(label, text);
  }
}
