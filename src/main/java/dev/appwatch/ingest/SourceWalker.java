package dev.appwatch.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the paths of a command line into sources.
 *
 * <p>Folders are walked to the bottom, links followed, their files sorted by path. A folder that
 * cannot be listed, and a link that leads nowhere, is a source that cannot be opened. What is
 * neither file nor folder, such as a pipe, is read only when named itself.
 */
public final class SourceWalker {

  private final InputStream standardInput;

  public SourceWalker(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  /**
   * Returns the sources in the order of the paths; {@code -} is standard input.
   *
   * @throws NoSuchSourceException when a path leads nowhere
   */
  public List<Source> walk(Collection<String> paths) {
    List<Source> sources = new ArrayList<>();
    for (String path : paths) {
      if (path.equals("-")) {
        sources.add(Source.standardInput(standardInput));
      } else {
        existing(path).forEach(name -> sources.add(Source.file(name)));
      }
    }
    return List.copyOf(sources);
  }

  private static List<String> existing(String name) {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      throw new NoSuchSourceException("The source (%s) must be a path.".formatted(name));
    }
    if (!Files.exists(path)) {
      String maybe = NearName.of(path).map(near -> "%nMaybe %s.".formatted(near)).orElse("");
      throw new NoSuchSourceException("The source (%s) must exist.".formatted(name) + maybe);
    }
    return Files.isDirectory(path) ? files(path) : List.of(name);
  }

  private static List<String> files(Path folder) {
    List<String> names = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new Collector(names));
    } catch (IOException e) {
      names.add(folder.toString());
    }
    names.sort(null);
    return names;
  }

  /** Notes files, and what cannot be listed, by name. */
  private static final class Collector extends SimpleFileVisitor<Path> {

    private final List<String> names;

    Collector(List<String> names) {
      this.names = names;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() || attributes.isSymbolicLink()) {
        names.add(file.toString());
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) {
      if (!(problem instanceof FileSystemLoopException)) {
        names.add(file.toString());
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem) {
      if (problem != null) {
        names.add(folder.toString());
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
