package dev.appwatch.generate;

/** How a generated stream writes its records. */
public enum Shape {
  /** Azure Monitor diagnostic settings, as they lie in a storage account or an event hub. */
  DIAGNOSTIC,
  /** Microsoft Graph, one object a line. */
  GRAPH,
  /** Rows of Log Analytics tables. */
  LOG_ANALYTICS,
  /** The unified audit log. */
  UAL;

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Returns the shape that is written like that. */
  public static Shape named(String word) {
    for (Shape shape : values()) {
      if (shape.toString().equals(word)) {
        return shape;
      }
    }
    throw new IllegalArgumentException(
        "The shape (%s) must be diagnostic, graph, log-analytics or ual.".formatted(word));
  }
}
