package dev.appwatch.cli;

import dev.appwatch.ingest.RecordReader;
import dev.appwatch.ingest.RecordSink;
import dev.appwatch.ingest.Source;
import dev.appwatch.ingest.SourceWalker;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/** The sources of a command line, read one after the other with a progress bar. */
final class Sources {

  private final List<Source> sources;

  private Sources(List<Source> sources) {
    this.sources = sources;
  }

  static Sources of(Collection<String> paths) {
    return new Sources(new SourceWalker(System.in).walk(paths));
  }

  void readInto(RecordReader reader, RecordSink sink) {
    boolean terminal = Boolean.getBoolean("appwatch.stderr.tty");
    try (Progress progress = Progress.of(terminal ? totalBytes() : Progress.UNKNOWN, terminal)) {
      for (Source source : sources) {
        reader.read(source, progress::bytesRead, sink);
      }
    }
  }

  private long totalBytes() {
    long total = 0;
    for (Source source : sources) {
      OptionalLong size = source.size();
      if (size.isEmpty()) {
        return Progress.UNKNOWN;
      }
      total += size.getAsLong();
    }
    return total;
  }
}
