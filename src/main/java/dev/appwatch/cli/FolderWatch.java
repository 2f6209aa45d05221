package dev.appwatch.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Waits until files below some folders are saved. What happens before it is asked is not lost. */
final class FolderWatch implements AutoCloseable {

  private static final long QUIET_MILLIS = 150; // an editor's save is several events

  private final List<Path> roots;
  private final WatchService service;

  private FolderWatch(List<Path> roots, WatchService service) {
    this.roots = roots;
    this.service = service;
  }

  /** Begins to watch; a path of a file stands for its folder. */
  static FolderWatch of(List<Path> paths) {
    try {
      List<Path> roots =
          paths.stream()
              .map(Path::toAbsolutePath)
              .map(path -> Files.isDirectory(path) ? path : path.getParent())
              .toList();
      FolderWatch watch = new FolderWatch(roots, FileSystems.getDefault().newWatchService());
      watch.register();
      return watch;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns true when something was saved and all is quiet again, false when interrupted. */
  boolean awaitChange() {
    try {
      boolean changed = false;
      WatchKey key = service.take();
      while (key != null || !changed) {
        changed |= key != null && saved(key);
        // folders come and go; a key for each one that is there now
        register();
        key = changed ? service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS) : service.take();
      }
      return true;
    } catch (InterruptedException | ClosedWatchServiceException e) {
      return false;
    }
  }

  private static boolean saved(WatchKey key) {
    boolean saved = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      saved |= event.kind() == StandardWatchEventKinds.OVERFLOW || counts(event.context());
    }
    key.reset();
    return saved;
  }

  /** Editors keep their own files beside those that they edit. */
  static boolean counts(@Nullable Object name) {
    String file = String.valueOf(name);
    return !file.startsWith(".") && !file.endsWith("~") && !file.endsWith(".tmp");
  }

  private void register() {
    for (Path root : roots) {
      try (Stream<Path> walk = Files.walk(root)) {
        for (Path folder : walk.filter(Files::isDirectory).toList()) {
          folder.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
        }
      } catch (IOException | UncheckedIOException e) {
        // a folder went away while it was looked at: its parent tells of that too
      }
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
