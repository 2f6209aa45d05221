package dev.appwatch.evaluate;

import dev.appwatch.context.Context;
import dev.appwatch.model.Actor;
import dev.appwatch.model.ChangeFeed;
import dev.appwatch.model.ChangeFeedAge;
import dev.appwatch.model.EventHeader;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Observation;
import dev.appwatch.model.Position;
import dev.appwatch.model.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sees change feeds that are older than the events they are to explain. */
final class FeedWatch {

  private static final String OPERATION = "read change feed";

  private final Context context;
  private Instant latest = Instant.MIN;

  FeedWatch(Context context) {
    this.context = context;
  }

  void sawEventAt(Instant time) {
    if (time.isAfter(latest)) {
      latest = time;
    }
  }

  List<Observation> observe() {
    List<Observation> observations = new ArrayList<>();
    Duration limit = context.policy().changeFeedMaxAge();
    for (ChangeFeed feed : context.changes().feeds()) {
      Instant until = feed.readAt().plus(limit);
      // dated by the moment at which the feed became too old: the same whatever event shows it
      EventHeader header =
          new EventHeader(
              new Position(feed.name(), 0, 0),
              null,
              null,
              context.policy().tenant(),
              until,
              OPERATION);
      observations.add(
          new ChangeFeedAge(
              Basics.basis(
                  context,
                  header,
                  OPERATION,
                  Actor.UNKNOWN,
                  List.of(new Target("ChangeFeed", feed.name(), null, feed.name())),
                  List.of(new Evidence("readAt", null, feed.readAt().toString())),
                  feed.name(),
                  feed.readAt().toString(),
                  Map.of("what", feed.name()),
                  null),
              feed.name(),
              feed.staleAt(latest, limit)));
    }
    return observations;
  }
}
