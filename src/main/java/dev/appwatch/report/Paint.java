package dev.appwatch.report;

import dev.appwatch.model.Risk;

/**
 * Colours for a terminal.
 *
 * @param on whether there are any
 */
record Paint(boolean on) {

  /** Returns the text in the colour of the risk. */
  String risk(Risk risk, String text) {
    return switch (risk) {
      case HIGH -> wrap("1;31", text);
      case MEDIUM -> wrap("33", text);
      case LOW -> wrap("36", text);
    };
  }

  /** Returns the text as a heading. */
  String bold(String text) {
    return wrap("1", text);
  }

  private String wrap(String code, String text) {
    return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
