package dev.appwatch.context;

/**
 * One thing in a policy pack that its owner has to put right.
 *
 * @param file path relative to the pack
 * @param line line from 1, 0 when the whole file is meant
 * @param message what is wrong; a second line may begin with "Maybe"
 */
public record PackProblem(String file, int line, String message) {

  @Override
  public String toString() {
    return line > 0 ? file + ":" + line + ": error: " + message : file + ": error: " + message;
  }
}
