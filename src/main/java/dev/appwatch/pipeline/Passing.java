package dev.appwatch.pipeline;

import dev.appwatch.evaluate.Concerns;
import dev.appwatch.ingest.RecordScan;
import dev.appwatch.ingest.RecordScan.Kind;
import dev.appwatch.ingest.Sieve;
import dev.appwatch.ingest.Vocabulary;
import dev.appwatch.normalise.Glance;
import dev.appwatch.normalise.Outline;
import dev.appwatch.normalise.SeenTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets records pass of which nothing can come, and counts them as judged, which they are: no row,
 * no rule and no other record has to do with them. Used by one thread.
 */
final class Passing implements Sieve {

  private static final int MOST_KNOWN = 4096; // texts come from attackers too
  private static final Vocabulary VOCABULARY =
      new Vocabulary(
          Glance.names().stream()
              .map(n -> new Vocabulary.Word(n.name(), n.forms(), n.slot(), n.holder()))
              .toList());

  private final Concerns concerns;
  private final Glance glance = new Glance();
  private final Seen seen = new Seen();
  private final Map<String, Boolean> operations = new HashMap<>();
  private final Map<String, Map<String, Boolean>> signIns = new HashMap<>();
  private long passed;
  private String latestText = "";
  private @Nullable Instant latest;

  Passing(Concerns concerns) {
    this.concerns = concerns;
  }

  @Override
  public Vocabulary vocabulary() {
    return VOCABULARY;
  }

  @Override
  public Passed take() {
    Passed taken = new Passed(passed, latest);
    passed = 0;
    latest = null;
    latestText = "";
    return taken;
  }

  @Override
  public boolean passes(RecordScan record) {
    if (record.shapes() == 0) {
      return false;
    }
    seen.record = record;
    Glance.Sighting sighting = glance.of(seen);
    if (sighting == null || matters(sighting)) {
      return false;
    }
    saw(sighting.time());
    passed++;
    return true;
  }

  private boolean matters(Glance.Sighting sighting) {
    return switch (sighting.kind()) {
      case SIGN_IN -> signIn(sighting.word(), sighting.userAgent());
      case AUDIT -> audit(sighting.word());
      case OTHER -> concerns.other();
    };
  }

  private boolean audit(String operation) {
    Boolean known = operations.get(operation);
    if (known == null) {
      known = concerns.audit(operation);
      if (operations.size() < MOST_KNOWN) {
        operations.put(operation, known);
      }
    }
    return known;
  }

  private boolean signIn(String protocol, @Nullable String userAgent) {
    if (userAgent == null) {
      return concerns.signIn(protocol, null);
    }
    Map<String, Boolean> byAgent = signIns.get(protocol);
    if (byAgent == null) {
      if (signIns.size() >= MOST_KNOWN / 64) {
        return concerns.signIn(protocol, userAgent);
      }
      byAgent = new HashMap<>();
      signIns.put(protocol, byAgent);
    }
    Boolean known = byAgent.get(userAgent);
    if (known == null) {
      known = concerns.signIn(protocol, userAgent);
      if (byAgent.size() < MOST_KNOWN) {
        byAgent.put(userAgent, known);
      }
    }
    return known;
  }

  /** Notes the time; most are earlier than one seen, which their text tells where forms agree. */
  private void saw(@Nullable String text) {
    if (text == null || earlier(text)) {
      return;
    }
    Instant time = SeenTime.of(text);
    if (time == null || !concerns.plausible(time)) {
      return;
    }
    if (latest == null || time.isAfter(latest)) {
      latest = time;
      latestText = text;
    }
  }

  private boolean earlier(String text) {
    return text.length() == latestText.length()
        && text.length() > 10
        && text.charAt(10) == latestText.charAt(10)
        && text.endsWith("Z")
        && latestText.endsWith("Z")
        && text.startsWith("2")
        && text.compareTo(latestText) <= 0;
  }

  /** The record asked about, in the words of the normaliser. */
  private static final class Seen implements Outline {

    private @Nullable RecordScan record;

    private RecordScan record() {
      if (record == null) {
        throw new IllegalStateException("There is no record to look at.");
      }
      return record;
    }

    @Override
    public long forms() {
      return record().shapes();
    }

    @Override
    public boolean has(int slot) {
      return record().kind(slot) != Kind.ABSENT;
    }

    @Override
    public boolean object(int slot) {
      return record().kind(slot) == Kind.OBJECT;
    }

    @Override
    public boolean sure(int slot) {
      return sure(record().kind(slot));
    }

    @Override
    public @Nullable String text(int slot) {
      return record().kind(slot) == Kind.TEXT ? record().text(slot) : null;
    }

    @Override
    public boolean heldHas(int slot) {
      return record().heldKind(slot) != Kind.ABSENT;
    }

    @Override
    public boolean heldSure(int slot) {
      return sure(record().heldKind(slot));
    }

    @Override
    public @Nullable String heldText(int slot) {
      return record().heldKind(slot) == Kind.TEXT ? record().heldText(slot) : null;
    }

    private static boolean sure(Kind kind) {
      return kind == Kind.TEXT || kind == Kind.ABSENT || kind == Kind.NULL;
    }
  }
}
