package dev.appwatch.context;

import dev.appwatch.model.ChangeFeed;
import dev.appwatch.text.Sha256;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Reads change feeds: files that say which changes were approved.
 *
 * <p>A refused entry harms only itself, a file that is damaged allows nothing at all. Nothing is
 * asked of the network, the clock or the machine's zone.
 */
public final class ChangeFeedReader {

  private ChangeFeedReader() {}

  /**
   * Reads a feed.
   *
   * @param file the file
   * @param name how findings and messages name it
   * @param options what is known besides its bytes
   */
  public static FeedContents read(Path file, String name, FeedOptions options) {
    try {
      return read(FeedFile.read(file), name, options);
    } catch (BadValueException e) {
      return unreadable(name, e);
    }
  }

  /**
   * Reads a feed again that was kept, as it was read at first: whatever its file does not say of
   * its age, {@link FeedOptions#loadedAt} does.
   */
  public static FeedContents read(byte[] bytes, String name, FeedOptions options) {
    try {
      return read(FeedFile.of(bytes, options.loadedAt()), name, options);
    } catch (BadValueException e) {
      return unreadable(name, e);
    }
  }

  private static FeedContents unreadable(String name, BadValueException because) {
    return new FeedContents(
        new ChangeFeed(name, formatOf(name, ""), Instant.EPOCH, Sha256.of(new byte[0])),
        List.of(),
        List.of(),
        List.of(),
        List.of(new ChangeProblem(because.code(), name, 0, null, because.message())));
  }

  static FeedContents read(FeedFile file, String name, FeedOptions options) {
    FeedCollector collector = new FeedCollector(name, options);
    String format = formatOf(name, file.text());
    Instant otherwise = file.modified();
    switch (format) {
      case "csv" -> new CsvFeed(collector).read(file.text());
      case "icalendar" -> new IcsFeed(collector).read(file.text());
      default -> {
        TreeFeed tree = new TreeFeed(collector, options.fields());
        tree.read(file.text(), format.equals("yaml"));
        format = tree.serviceNow() ? "servicenow" : format;
        otherwise = tree.serviceNow() ? otherwise : options.loadedAt();
      }
    }
    return collector.contents(format, file.digest(), otherwise);
  }

  /** Tells the format: what can't be mistaken first, then the name, then what it looks like. */
  private static String formatOf(String name, String text) {
    String lower = name.toLowerCase(Locale.ROOT);
    String start = text.stripLeading();
    if (start.regionMatches(true, 0, "BEGIN:VCALENDAR", 0, 15)
        || lower.endsWith(".ics")
        || lower.endsWith(".ical")) {
      return "icalendar";
    }
    if (lower.endsWith(".json")) {
      return "json";
    }
    if (lower.endsWith(".csv")) {
      return "csv";
    }
    if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
      return "yaml";
    }
    if (start.startsWith("{") || start.startsWith("[")) {
      return "json";
    }
    return CsvFeed.looksLikeOne(start) ? "csv" : "yaml";
  }
}
