package dev.appwatch.rules;

import dev.appwatch.drl.RuleFile;
import dev.appwatch.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.drools.model.Model;
import org.drools.modelcompiler.KieBaseBuilder;
import org.kie.api.KieBase;
import org.kie.api.conf.EqualityBehaviorOption;

/**
 * Keeps compiled rules between runs, since compiling them takes most of a short run. What is kept
 * is code, so only files that nobody but their owner can write are read. Whatever goes wrong, the
 * rules are compiled: the cache is only ever a shortcut.
 */
final class PackCache {

  private static final Set<PosixFilePermission> OTHERS_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
  private static final int KEPT = 8;
  private static final String CLASS = ".class";
  private static final String MODEL = "/drools-model";

  private final Path folder;

  PackCache(Path folder) {
    this.folder = folder;
  }

  /** Returns the rules as compiled earlier, or compiles and keeps them. */
  KieBase base(List<RuleFile> files) {
    return begin(files).apply(files);
  }

  /**
   * Begins to look for the rules of some files as compiled earlier, while the caller checks them.
   *
   * @return takes what is left of the files once they are checked, and returns the rules
   */
  Function<List<RuleFile>, KieBase> begin(List<RuleFile> files) {
    Path kept;
    try {
      kept = folder.resolve("pack-" + key(files) + ".bin");
    } catch (IOException | RuntimeException e) {
      return checked -> Compiler.compile(checked, module -> {});
    }
    CompletableFuture<Optional<KieBase>> found =
        CompletableFuture.supplyAsync(() -> find(kept), PackCache::start);
    return checked ->
        found.join().orElseGet(() -> Compiler.compile(checked, module -> keep(kept, module)));
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "appwatch-kept-rules");
    thread.setDaemon(true);
    thread.start();
  }

  /** Names all that the compiled classes depend on: rules, program, engine and platform. */
  static String key(List<RuleFile> files) throws IOException {
    MessageDigest digest = Sha256.start();
    for (RuleFile file : files) {
      add(digest, file.name().getBytes(StandardCharsets.UTF_8));
      add(digest, file.text().getBytes(StandardCharsets.UTF_8));
    }
    for (String property : List.of("java.vendor", "java.version")) {
      add(digest, System.getProperty(property, "").getBytes(StandardCharsets.UTF_8));
    }
    addCode(digest, PackCache.class);
    addCode(digest, KieBaseBuilder.class);
    addCode(digest, Model.class);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void addCode(MessageDigest digest, Class<?> type) throws IOException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IOException("The place of the class (%s) is unknown.".formatted(type));
    }
    Path place;
    try {
      place = Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    try (Stream<Path> walk = Files.walk(place)) {
      for (Path path : walk.filter(Files::isRegularFile).sorted().toList()) {
        add(digest, place.relativize(path).toString().getBytes(StandardCharsets.UTF_8));
        add(digest, sum(Files.readAllBytes(path)));
      }
    }
  }

  /** Enough to tell one build of the program from another, in a tenth of the time of a digest. */
  private static byte[] sum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return (bytes.length + " " + sum.getValue()).getBytes(StandardCharsets.UTF_8);
  }

  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  Optional<KieBase> find(Path kept) {
    try {
      if (!onlyOurs(folder) || !onlyOurs(kept)) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(kept);
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      return bytes.length > Long.BYTES && in.readLong() == checksum(bytes, Long.BYTES)
          ? Optional.of(load(in))
          : Optional.empty();
    } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }

  private static KieBase load(DataInputStream kept)
      throws IOException, ReflectiveOperationException {
    List<String> models = kept.readUTF().lines().map(String::strip).toList();
    Map<String, byte[]> classes = new HashMap<>();
    for (int left = kept.readInt(); left > 0; left--) {
      classes.put(kept.readUTF(), kept.readNBytes(kept.readInt()));
    }
    ClassLoader loader = new KeptClasses(classes, PackCache.class.getClassLoader());
    Collection<Model> found = new ArrayList<>();
    for (String line : models) {
      if (classes.containsKey(line)) {
        found.add((Model) loader.loadClass(line).getDeclaredConstructor().newInstance());
      }
    }
    if (found.isEmpty()) {
      throw new IOException("The compiled rules hold no model.");
    }
    return KieBaseBuilder.createKieBaseFromModel(found, EqualityBehaviorOption.IDENTITY);
  }

  /** Takes out of a module what {@link #load} needs: to unpack it takes longer than to read it. */
  private static byte[] unpacked(byte[] module) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    String models = "";
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(module))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (name.endsWith(CLASS)) {
          String type = name.substring(0, name.length() - CLASS.length()).replace('/', '.');
          classes.put(type, zip.readAllBytes());
        } else if (name.endsWith(MODEL)) {
          models = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(models);
    out.writeInt(classes.size());
    for (Map.Entry<String, byte[]> type : classes.entrySet()) {
      out.writeUTF(type.getKey());
      out.writeInt(type.getValue().length);
      out.write(type.getValue());
    }
    return bytes.toByteArray();
  }

  /** Tells damage; against malice the owner of the file stands. */
  private static long checksum(byte[] bytes, int from) {
    CRC32 sum = new CRC32();
    sum.update(bytes, from, bytes.length - from);
    return sum.getValue();
  }

  private void keep(Path kept, byte[] module) {
    try {
      createFolder();
      if (!onlyOurs(folder)) {
        return;
      }
      // written aside and moved, so that nobody ever reads a half
      Path aside = Files.createTempFile(folder, "pack-", ".part");
      try {
        byte[] rest = unpacked(module);
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(aside))) {
          out.writeLong(checksum(rest, 0));
          out.write(rest);
        }
        Files.move(aside, kept, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(aside);
      }
      forgetOld();
    } catch (IOException | RuntimeException e) {
      // a folder that can't be written to costs time only
      return;
    }
  }

  /** Deletes all but the newest: each edit of a rule leaves one behind. */
  private void forgetOld() throws IOException {
    Map<Path, FileTime> times = new HashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "pack-*.bin")) {
      for (Path path : all) {
        times.put(path, Files.getLastModifiedTime(path));
      }
    }
    List<Path> newest =
        times.entrySet().stream()
            .sorted(Map.Entry.<Path, FileTime>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .toList();
    for (Path old : newest.subList(Math.min(KEPT, newest.size()), newest.size())) {
      Files.deleteIfExists(old);
    }
  }

  private void createFolder() throws IOException {
    FileAttribute<Set<PosixFilePermission>> owner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(folder, owner);
  }

  /** Returns whether nobody else could have put that file or folder there. */
  private static boolean onlyOurs(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(path)) {
      return false;
    }
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    return permissions.stream().noneMatch(OTHERS_WRITE::contains)
        && Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName().equals(userName());
  }

  private static String userName() {
    return System.getProperty("user.name", "");
  }

  /** Defines the classes of the compiled rules; all else comes from the program. */
  private static final class KeptClasses extends ClassLoader {

    private final Map<String, byte[]> classes;

    KeptClasses(Map<String, byte[]> classes, ClassLoader parent) {
      super(parent);
      this.classes = classes;
    }

    /** Does not ask the program first: it would look for each of them in all of its jars. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!classes.containsKey(name)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? findClass(name) : known;
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] code = classes.get(name);
      if (code == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, code, 0, code.length);
    }
  }
}
