package dev.appwatch.drl;

/**
 * One word, text, number or sign of a rule file.
 *
 * @param kind what it is
 * @param text as it is written; of a text without its quotes and with its escapes resolved
 * @param place where it stands, quotes included
 */
record Token(Kind kind, String text, Place place) {

  enum Kind {
    WORD,
    TEXT,
    NUMBER,
    SIGN,
    END
  }

  boolean is(String written) {
    return (kind == Kind.WORD || kind == Kind.SIGN) && text.equals(written);
  }

  /** Returns the token as a message names it. */
  String named() {
    return switch (kind) {
      case END -> "end of the file";
      case TEXT -> "text \"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\"";
      default -> text;
    };
  }
}
