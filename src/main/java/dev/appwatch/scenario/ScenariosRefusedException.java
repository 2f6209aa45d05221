package dev.appwatch.scenario;

import java.util.List;

/** Scenario files can't be used; says everything that is wrong at once. */
public final class ScenariosRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ScenariosRefusedException(List<String> problems) {
    super(String.join("\n", problems));
  }
}
