package dev.appwatch.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lets the fuzzer look for inputs that break a target, one target after the other: {@code mvn
 * -Pfuzz}, or {@code mvn -Pfuzz -Dfuzz.seconds=180 -Dfuzz.targets=gate}. What it finds is written
 * below {@code target/fuzz}.
 */
public final class FuzzRun {

  private static final String ALL = "all";
  private static final Map<String, Class<?>> TARGETS =
      new TreeMap<>(
          Map.of(
              "ingest", IngestFuzz.class,
              "normalise", NormaliseFuzz.class,
              "changes", ChangesFuzz.class,
              "calendar", CalendarFuzz.class,
              "gate", GateFuzz.class));

  private FuzzRun() {}

  /** Takes the seconds for each target, and their names parted by commas, or {@code all}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int seconds = Integer.parseInt(arguments[0]);
    String wanted = arguments.length > 1 ? arguments[1] : ALL;
    List<String> broken = new ArrayList<>();
    for (String name : TARGETS.keySet()) {
      if (wanted.equals(ALL) || List.of(wanted.split(",")).contains(name)) {
        if (run(name, seconds) != 0) {
          broken.add(name);
        }
      }
    }
    if (!broken.isEmpty()) {
      throw new IllegalStateException("The fuzzer broke " + broken + "; see target/fuzz.");
    }
  }

  private static int run(String name, int seconds) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of("target/fuzz", name)).toAbsolutePath();
    Path found = Files.createDirectories(folder.resolve("found"));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx600m",
            "-Dslf4j.provider=org.slf4j.nop.NOPServiceProvider",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + TARGETS.get(name).getName(),
            "--instrumentation_includes=dev.appwatch.**",
            "--custom_hook_includes=dev.appwatch.**",
            "-max_total_time=" + seconds,
            "-max_len=16000",
            "-timeout=300",
            "-rss_limit_mb=0",
            found.toString(),
            Path.of("src/fuzz/corpus", name).toAbsolutePath().toString());
    return new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor();
  }
}
