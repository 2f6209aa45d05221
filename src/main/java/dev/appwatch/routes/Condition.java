package dev.appwatch.routes;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What is wrong with a service that runs all the same, such as a pack that was refused. Safe to
 * share between threads.
 */
public final class Condition {

  private final Map<String, String> problems = new ConcurrentSkipListMap<>();

  /** Takes in that something is wrong. */
  public void worse(String what, String why) {
    problems.put(what, why);
  }

  /** Takes in that it is right again. */
  public void better(String what) {
    problems.remove(what);
  }

  /** Returns what is wrong, by its name. */
  public Map<String, String> problems() {
    return Map.copyOf(problems);
  }
}
