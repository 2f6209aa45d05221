package dev.appwatch.routes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes what must survive a loss of power. */
final class Disk {

  private Disk() {}

  /** Writes all bytes where the channel stands; a single write may take fewer. */
  static void writeAll(FileChannel out, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      out.write(left);
    }
  }

  /**
   * Writes the names in a folder through to the disk. A file system that can't do that keeps names
   * in order by itself.
   */
  static void keepNames(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // not every system opens folders
    }
  }
}
