package dev.appwatch.fuzz;

import dev.appwatch.context.CalendarReader;
import dev.appwatch.context.Calendars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Any business calendar, with public holidays of its own, is read or refused. */
public final class CalendarFuzz {

  private static final Path FOLDER = folder();

  private CalendarFuzz() {}

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("appwatch-fuzz");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Path file = FOLDER.resolve("hours.yaml");
    file.toFile().deleteOnExit();
    Files.write(file, input);
    Calendars calendars = CalendarReader.read(FOLDER);
    if (calendars.all().isEmpty() && calendars.problems().isEmpty()) {
      throw new IllegalStateException("Nothing became of a calendar.");
    }
  }
}
