package dev.appwatch.evaluate;

import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.OtherEvent;
import dev.appwatch.model.SignIn;
import dev.appwatch.rules.RuleBook;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells from little of an event whether anything can come of it: whether it means something, tells
 * of others, or is asked for by a rule. What it says no to raises nothing and explains nothing, but
 * for its time. Safe to share between threads.
 */
public final class Concerns {

  private final RuleBook book;
  private final Instant latestPlausible;

  Concerns(RuleBook book, Instant latestPlausible) {
    this.book = book;
    this.latestPlausible = latestPlausible;
  }

  /** Returns whether the time is not one after the records were received. */
  public boolean plausible(Instant time) {
    return !time.isAfter(latestPlausible);
  }

  /** Returns whether a sign-in with that protocol by that client may matter. */
  public boolean signIn(String protocol, @Nullable String userAgent) {
    return SignInObserver.looksAt(protocol, userAgent) || book.asked().about(SignIn.class, null);
  }

  /** Returns whether an audit record of that operation may matter. */
  public boolean audit(String operation) {
    return Interpreter.looksAt(operation) || book.asked().about(AuditEvent.class, operation);
  }

  /** Returns whether an event of a log that is known, but that no row looks at, may matter. */
  public boolean other() {
    return book.asked().about(OtherEvent.class, null);
  }
}
