package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacks what is handed to operators, and runs it without sources and Maven. */
final class DistributionIT {

  @TempDir private Path folder;

  @Test
  void runsWhereItIsUnpacked() throws Exception {
    Path archive;
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      archive =
          files
              .filter(file -> file.getFileName().toString().matches("appwatch-.*\\.tar\\.gz"))
              .findFirst()
              .orElseThrow();
    }
    assertThat(run("tar", "-xzf", archive.toString(), "-C", folder.toString())).isZero();
    Path home;
    try (Stream<Path> files = Files.list(folder)) {
      home = files.filter(Files::isDirectory).findFirst().orElseThrow();
    }

    assertThat(home.resolve("lib/appwatch.jar")).exists();
    assertThat(home.resolve("appwatch-sbom.json"))
        .hasSameBinaryContentAs(Path.of("target/appwatch-sbom.json"));
    assertThat(home.resolve("routes/http.camel.yaml")).exists();
    assertThat(home.resolve("deploy/kubernetes.yaml")).exists();
    assertThat(
            run(
                home.resolve("appwatch").toString(),
                "evaluate",
                home.resolve("samples").toString()))
        .isZero();
    assertThat(Files.readString(folder.resolve("out.txt")))
        .contains("received 20 = evaluated 20 + quarantined 0");
  }

  @Test
  void aServiceDoesNotStandStillForWholeCollections() throws Exception {
    Map<String, String> tell = Map.of("JAVA_OPTS", "-XX:+PrintCommandLineFlags");

    assertThat(run(tell, "./appwatch", "serve", "--help")).isZero();
    assertThat(Files.readString(folder.resolve("out.txt"))).contains("-XX:+UseG1GC");
    assertThat(run(tell, "./appwatch", "evaluate", "--help")).isZero();
    assertThat(Files.readString(folder.resolve("out.txt"))).contains("-XX:+UseSerialGC");
    Map<String, String> chosen = Map.of("JAVA_OPTS", tell.get("JAVA_OPTS") + " -XX:+UseParallelGC");
    assertThat(run(chosen, "./appwatch", "serve", "--help")).isZero();
    assertThat(Files.readString(folder.resolve("out.txt"))).contains("-XX:+UseParallelGC");
    Map<String, String> little = Map.of("JAVA_OPTS", tell.get("JAVA_OPTS") + " -Xmx256m");
    assertThat(run(little, "./appwatch", "serve", "--help")).isZero();
    assertThat(Files.readString(folder.resolve("out.txt"))).contains("-XX:+UseSerialGC");
  }

  private int run(String... command) throws Exception {
    return run(Map.of(), command);
  }

  private int run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(List.of(command));
    builder.environment().putAll(environment);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out.txt").toFile())
        .redirectInput(new File("/dev/null"))
        .start()
        .waitFor();
  }
}
