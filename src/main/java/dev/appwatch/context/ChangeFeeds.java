package dev.appwatch.context;

import dev.appwatch.model.Approval;
import dev.appwatch.model.ChangeFeed;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Freeze;
import dev.appwatch.model.Scope;
import dev.appwatch.model.StandingApproval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Joins what several change feeds say; no feed harms another. */
final class ChangeFeeds {

  private static final Set<String> ENDINGS = Set.of("yaml", "yml", "json", "csv", "ics", "ical");

  private final List<ChangeFeed> feeds = new ArrayList<>();
  private final List<ChangeWindow> windows = new ArrayList<>();
  private final List<StandingApproval> approvals = new ArrayList<>();
  private final List<Freeze> freezes = new ArrayList<>();
  private final List<ChangeProblem> problems = new ArrayList<>();

  /** Returns the files that the paths name: themselves, and those in folders, by name. */
  static List<Path> files(List<Path> paths) {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        within(path).stream().sorted().forEach(files::add);
      } else if (Files.exists(path)) {
        files.add(path);
      }
    }
    return files;
  }

  /** Drafts come and go beside feeds: one that is gone when it is looked at is none. */
  private static List<Path> within(Path folder) {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (known(file) && Files.isRegularFile(file)) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
              if (why instanceof NoSuchFileException && !known(file)) {
                return FileVisitResult.CONTINUE;
              }
              throw why;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static boolean known(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  ChangeFeeds read(List<Path> files, FeedOptions options) {
    for (Path file : files) {
      add(ChangeFeedReader.read(file, file.toString().replace('\\', '/'), options));
    }
    return this;
  }

  ChangeFeeds add(FeedContents contents) {
    feeds.add(contents.feed());
    windows.addAll(contents.windows());
    approvals.addAll(contents.approvals());
    freezes.addAll(contents.freezes());
    problems.addAll(contents.problems());
    return this;
  }

  List<ChangeProblem> problems() {
    return problems;
  }

  /**
   * Returns what is left when no two feeds contradict each other: of those that do, neither counts.
   */
  ChangeRegister register() {
    Map<String, Approval> first = new HashMap<>();
    Set<String> twice = new HashSet<>();
    Stream.concat(windows.stream(), approvals.stream())
        .forEach(
            approval -> {
              Approval other = first.putIfAbsent(Scope.normal(approval.id()), approval);
              if (other != null) {
                twice.add(Scope.normal(approval.id()));
                problems.add(
                    new ChangeProblem(
                        "DUPLICATE_ID",
                        approval.position().feed(),
                        approval.position().line(),
                        approval.id(),
                        "another feed (%s) has the same id; neither counts.\n    Maybe read only one of them."
                            .formatted(other.position())));
              }
            });
    return new ChangeRegister(
        feeds,
        windows.stream().filter(window -> !twice.contains(Scope.normal(window.id()))).toList(),
        approvals.stream().filter(one -> !twice.contains(Scope.normal(one.id()))).toList(),
        freezes);
  }
}
