package dev.appwatch.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.drl.RuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kie.api.KieBase;

final class PackCacheTest {

  private static final RuleFile ONE = rule("a > 1");
  private static final RuleFile TWO = rule("a > 2");

  @TempDir private Path temporary;
  private Path folder;
  private PackCache cache;

  @BeforeEach
  void nameAFolderThatIsNotThereYet() {
    folder = temporary.resolve("cache");
    cache = new PackCache(folder);
  }

  private static RuleFile rule(String name) {
    return new RuleFile(
        "drl/test.drl",
        """
        package test;
        import java.util.List;
        rule "%s" @reason("X") when List(size == 1) then end
        """
            .formatted(name));
  }

  @Test
  void servesWhatItKept() throws IOException {
    assertThat(cache.find(kept(ONE))).isEmpty();
    assertThat(names(cache.base(List.of(ONE)))).containsExactly("a > 1");
    KieBase again = cache.find(kept(ONE)).orElseThrow();
    assertThat(names(again)).containsExactly("a > 1");
    try (var session = again.newKieSession()) {
      session.insert(List.of("one"));
      session.insert(List.of());
      assertThat(session.fireAllRules()).isEqualTo(1);
    }
  }

  @Test
  void neverServesAChangedPack() throws IOException {
    cache.base(List.of(ONE));
    assertThat(cache.find(kept(TWO))).isEmpty();
    assertThat(names(cache.base(List.of(TWO)))).containsExactly("a > 2");
  }

  @Test
  void keepsNothingThatOthersCanReadOrWrite() throws IOException {
    cache.base(List.of(ONE));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept(ONE))))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(kept(ONE));
    }
  }

  @Test
  void compilesWhenOthersCouldHaveWrittenIt() throws IOException {
    cache.base(List.of(ONE));
    Files.setPosixFilePermissions(kept(ONE), PosixFilePermissions.fromString("rw-rw----"));
    assertThat(cache.find(kept(ONE))).isEmpty();
    assertThat(names(cache.base(List.of(ONE)))).containsExactly("a > 1");
    assertThat(cache.find(kept(ONE))).isPresent();
  }

  @Test
  void compilesWhenTheFileIsDamaged() throws IOException {
    cache.base(List.of(ONE));
    byte[] bytes = Files.readAllBytes(kept(ONE));
    bytes[bytes.length / 2] ^= 1;
    Files.write(kept(ONE), bytes);
    assertThat(cache.find(kept(ONE))).isEmpty();
    assertThat(names(cache.base(List.of(ONE)))).containsExactly("a > 1");
  }

  @Test
  void forgetsAllButTheNewest() throws IOException {
    cache.base(List.of(ONE));
    for (int i = 0; i < 9; i++) {
      Path old = Files.copy(kept(ONE), folder.resolve("pack-%d.bin".formatted(i)));
      Files.setLastModifiedTime(old, FileTime.fromMillis(1_000L * i));
    }
    cache.base(List.of(TWO));
    assertThat(folder.resolve("pack-2.bin")).doesNotExist();
    assertThat(folder.resolve("pack-3.bin")).exists();
    assertThat(cache.find(kept(ONE))).isPresent();
    assertThat(cache.find(kept(TWO))).isPresent();
  }

  @Test
  void compilesWhereNothingCanBeKept() throws IOException {
    Path file = Files.createFile(temporary.resolve("no-folder"));
    assertThat(names(new PackCache(file.resolve("cache")).base(List.of(ONE))))
        .containsExactly("a > 1");
  }

  private Path kept(RuleFile file) throws IOException {
    return folder.resolve("pack-" + PackCache.key(List.of(file)) + ".bin");
  }

  private static Set<String> names(KieBase base) {
    return base.getKiePackages().stream()
        .flatMap(part -> part.getRules().stream())
        .map(org.kie.api.definition.rule.Rule::getName)
        .collect(Collectors.toSet());
  }
}
