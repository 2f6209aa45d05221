package dev.appwatch.fuzz;

import dev.appwatch.context.ChangeFeedReader;
import dev.appwatch.context.FeedContents;
import dev.appwatch.context.FeedOptions;
import dev.appwatch.context.ServiceNowFields;
import dev.appwatch.model.ChangeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Any change feed is read or refused, and covers no more than a change may. */
public final class ChangesFuzz {

  private static final FeedOptions OPTIONS =
      new FeedOptions(Instant.EPOCH, Duration.ZERO, ServiceNowFields.DEFAULT);
  private static final List<String> NAMES = List.of("f.yaml", "f.json", "f.csv", "f.ics");
  private static final Duration LONGEST = Duration.ofHours(24);

  private ChangesFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    for (String name : NAMES) {
      FeedContents contents = ChangeFeedReader.read(input, name, OPTIONS);
      for (ChangeWindow window : contents.windows()) {
        Duration length = window.schedule().length();
        if (length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
          throw new IllegalStateException("A change lasts too long: " + length);
        }
      }
    }
  }
}
