package dev.appwatch.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CataloguesTest {

  @TempDir private Path pack;

  @Test
  void readsPastAByteOrderMarkAndRemarks() throws IOException {
    Path lists = Files.createDirectories(pack.resolve("reference"));
    Files.writeString(
        lists.resolve("operations.csv"),
        "\ufeff# what logs write\noperation,log\n# more, \"to come\nAdd owner,audit\n");

    assertThat(Catalogues.read(pack).get("operations")).containsExactly("add owner");
    assertThat(Catalogues.read(pack).get("roles")).isEmpty();
  }
}
