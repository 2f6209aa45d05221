package dev.appwatch.cli;

/** Sets up the log of a service, before anything is logged. */
final class ServeLog {

  private ServeLog() {}

  /** JSON lines on standard error, or text where {@code APPWATCH_LOG} says so. */
  static void begin() {
    if (System.getProperty("logback.configurationFile") == null) {
      boolean text = "text".equals(System.getenv("APPWATCH_LOG"));
      System.setProperty(
          "logback.configurationFile",
          text ? "dev/appwatch/log-text.xml" : "dev/appwatch/log-json.xml");
    }
  }
}
