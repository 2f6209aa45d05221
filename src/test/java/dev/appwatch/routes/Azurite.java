package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Azurite, Microsoft's stand-in for Azure Storage, of the version that {@code src/test/azurite}
 * pins. It is fetched with npm into {@code target/} once; without npm the test is skipped.
 */
public final class Azurite implements AutoCloseable {

  /** The key that the documentation of Azurite publishes; it opens nothing else. */
  private static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final Path HOME = Path.of("target", "azurite");
  private static final Path PROGRAM = HOME.resolve("node_modules/azurite/dist/src/blob/main.js");

  private final int port = RunningHub.freePort();
  private final Process process;

  private Azurite() throws IOException {
    process =
        new ProcessBuilder(
                "node",
                PROGRAM.toString(),
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                String.valueOf(port),
                "--inMemoryPersistence",
                "--disableTelemetry",
                // the client's protocol may be newer than that of the last Azurite
                "--skipApiVersionCheck",
                "--silent")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    RunningHub.until("Azurite answers", this::answers);
  }

  /** Starts it, in memory only; skips the test where that is impossible. */
  public static Azurite start() throws IOException, InterruptedException {
    fetch();
    return new Azurite();
  }

  private static void fetch() throws IOException, InterruptedException {
    if (Files.exists(PROGRAM)) {
      return;
    }
    Files.createDirectories(HOME);
    for (String name : List.of("package.json", "package-lock.json")) {
      Files.copy(
          Path.of("src", "test", "azurite", name),
          HOME.resolve(name),
          StandardCopyOption.REPLACE_EXISTING);
    }
    Path log = HOME.resolve("npm.log");
    try {
      Process npm =
          new ProcessBuilder(
                  "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
              .directory(HOME.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean done = npm.waitFor(5, TimeUnit.MINUTES);
      npm.destroyForcibly();
      assumeTrue(
          done && npm.exitValue() == 0,
          () -> "Skipped, for npm could not fetch Azurite; see " + log.toAbsolutePath());
    } catch (IOException e) {
      assumeTrue(false, "Skipped, for there is no npm to fetch Azurite with: " + e.getMessage());
    }
    assertThat(PROGRAM).exists();
  }

  /** Returns what a client of the storage account needs. */
  public String connectionString() {
    return "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=%s;BlobEndpoint=http://127.0.0.1:%d/devstoreaccount1;"
        .formatted(KEY, port);
  }

  private boolean answers() {
    assertThat(process.isAlive()).isTrue();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
