package dev.appwatch.evaluate;

/**
 * Asks the rules about facts. The engine does; whoever wants to know what a changed rule would lead
 * to may stand between the engine and an evaluator. For one thread.
 */
public interface Asker extends AutoCloseable {

  /** Lets the rules see the facts, and forget them again; they speak to what is given. */
  void ask(Iterable<?> facts, Findings findings, Decisions decisions);

  @Override
  void close();
}
