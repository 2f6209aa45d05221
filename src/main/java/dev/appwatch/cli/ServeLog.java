package dev.appwatch.cli;

/** Sets up the log of a service, before anything is logged. */
final class ServeLog {

  private ServeLog() {}

  /**
   * Standard error: text where somebody reads it at a terminal, JSON lines where it is collected;
   * {@code APPWATCH_LOG} may say otherwise.
   */
  static void begin() {
    if (System.getProperty("logback.configurationFile") == null) {
      String usual = Boolean.getBoolean("appwatch.stderr.tty") ? "text" : "json";
      boolean text = System.getenv().getOrDefault("APPWATCH_LOG", usual).equals("text");
      System.setProperty(
          "logback.configurationFile",
          text ? "dev/appwatch/log-text.xml" : "dev/appwatch/log-json.xml");
    }
  }
}
