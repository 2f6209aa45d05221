package dev.appwatch.cli;

import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command finds the store. */
final class StoreOptions {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the service keeps what it found. Default: $APPWATCH_DATA, or data beside the"
              + " program.")
  private @Nullable Path data;

  /** Returns the folder in which the service keeps what must survive. */
  Path data() {
    if (data != null) {
      return data;
    }
    String named = System.getenv().getOrDefault("APPWATCH_DATA", "");
    return named.isEmpty() ? Pack.home().resolve("data") : Path.of(named);
  }

  /** Opens the store, which must be there unless it is to be made. */
  Store open(boolean make) {
    StoreAddress address = address();
    String url = address.url();
    if (url.equals(fileAddress())) {
      if (make) {
        makeFolder();
      } else if (!Files.exists(data().resolve("appwatch.db"))) {
        throw new RefusedException(
            "There is no store in (%s).\n    Maybe name its folder with --data, or start appwatch serve once."
                .formatted(data()));
      }
    }
    return Store.open(address, FindingCodec.of(FindingJson::encode, FindingJson::decode));
  }

  private StoreAddress address() {
    String named = System.getenv().getOrDefault("APPWATCH_DB", "");
    try {
      return named.isEmpty()
          ? new StoreAddress(fileAddress(), null, null)
          : new StoreAddress(
              named, Secret.named("APPWATCH_DB_USER"), Secret.named("APPWATCH_DB_PASSWORD"));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  private String fileAddress() {
    return "jdbc:sqlite:" + data().resolve("appwatch.db");
  }

  /** Makes the folder, for its owner alone: quarantined bytes may hold anything. */
  void makeFolder() {
    try {
      if (Files.isDirectory(data())) {
        return;
      }
      Path parent = data().toAbsolutePath().getParent();
      if (parent == null
          || Files.getFileAttributeView(parent, PosixFileAttributeView.class) == null) {
        Files.createDirectories(data());
      } else {
        Files.createDirectories(
            data(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
