package dev.appwatch.routes;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small disk of its own, which only root can mount. Tests are left out where that is refused. */
final class MountedDisk implements AutoCloseable {

  private final Path at;
  private boolean mounted;

  private MountedDisk(Path at) {
    this.at = at;
  }

  /** Mounts a disk in memory. */
  static MountedDisk inMemory(Path at, int megabytes) throws IOException {
    MountedDisk disk = new MountedDisk(Files.createDirectory(at));
    disk.mount("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", at.toString());
    return disk;
  }

  /**
   * Mounts a disk whose blocks are in a file, which takes as much room as was written. When there
   * is no more room for the file, the disk has errors.
   */
  static MountedDisk inFile(Path file, Path at, int megabytes) throws IOException {
    try (RandomAccessFile blocks = new RandomAccessFile(file.toFile(), "rw")) {
      blocks.setLength((long) megabytes << 20);
    }
    MountedDisk disk = new MountedDisk(Files.createDirectory(at));
    assumeThat(run("mkfs.ext4", "-q", "-F", file.toString())).as("A disk can be made").isZero();
    disk.mountFile(file);
    return disk;
  }

  /** Mounts it again after it was repaired, as an operator would. */
  void repair(Path file) {
    close();
    run("e2fsck", "-p", "-f", file.toString());
    mountFile(file);
  }

  private void mountFile(Path file) {
    mount("mount", "-o", "loop,errors=remount-ro", file.toString(), at.toString());
  }

  private void mount(String... command) {
    assumeThat(run(command)).as("A small disk can be mounted here (as root)").isZero();
    mounted = true;
  }

  Path path() {
    return at;
  }

  /** Takes all its room but some bytes; deleting the file that is returned gives it back. */
  Path fill(long bytesLeft) throws IOException {
    Path ballast = at.resolve("ballast");
    long free = Files.getFileStore(at).getUsableSpace() - bytesLeft;
    Files.write(ballast, new byte[(int) free]);
    return ballast;
  }

  /** Returns whether a file can be made there. */
  boolean takesFiles() {
    try {
      Files.delete(Files.createTempFile(at, "probe", null));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1; // there is no such command
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (mounted) {
      mounted = run("umount", at.toString()) != 0;
    }
  }
}
