package dev.appwatch.cli;

import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
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

  /** Opens the store, which must be there unless it is to be made, as its folder then is. */
  Store open(boolean make) {
    StoreAddress address = address();
    String url = address.url();
    if (url.equals(fileAddress())) {
      if (make) {
        keepOthersOut();
      } else if (!Files.exists(file())) {
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
    return "jdbc:sqlite:" + file();
  }

  /** Returns the folder for change feeds that routes write, or that are dropped in. */
  Path changes() {
    return data().resolve("changes");
  }

  /**
   * Makes the folder, for its owner alone: quarantined bytes may hold anything; and in it the one
   * for change feeds, so that {@code --changes} can name it before anything was written there.
   */
  void makeFolder() {
    try {
      if (!Files.isDirectory(data())) {
        makePrivate(data());
      }
      Files.createDirectories(changes());
    } catch (IOException e) {
      throw new RefusedException(
          "The folder (%s) can't be made, or not be written to.\n    Maybe it belongs to another user; name one of your own with --data."
              .formatted(data()));
    }
  }

  /**
   * What was delivered lies in the file as it came: whoever may enter the folder need not read it.
   */
  private void keepOthersOut() {
    Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
    try {
      if (!Files.exists(file())) {
        Files.createFile(file(), PosixFilePermissions.asFileAttribute(owner));
      }
      for (String part : List.of("", "-wal", "-shm")) {
        Path path = Path.of(file() + part);
        if (Files.exists(path)) {
          Files.setPosixFilePermissions(path, owner);
        }
      }
    } catch (IOException | UnsupportedOperationException e) {
      // another owner's, or a system without permissions: opening it tells what is wrong
      return;
    }
  }

  private Path file() {
    return data().resolve("appwatch.db");
  }

  private static void makePrivate(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent == null
        || Files.getFileAttributeView(parent, PosixFileAttributeView.class) == null) {
      Files.createDirectories(folder);
    } else {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }
}
