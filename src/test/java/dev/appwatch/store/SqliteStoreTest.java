package dev.appwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by a file. */
final class SqliteStoreTest extends JournalContract {

  @TempDir private Path folder;

  @Override
  StoreAddress address() {
    return new StoreAddress("jdbc:sqlite:" + folder.resolve("appwatch.db"), null, null);
  }

  @Test
  void writesAheadSoThatReadersNeverWait() throws Exception {
    try (Connection connection = DriverManager.getConnection(address().url());
        Statement statement = connection.createStatement();
        ResultSet mode = statement.executeQuery("PRAGMA journal_mode")) {
      assertThat(mode.getString(1)).isEqualTo("wal");
    }
  }

  @Test
  void aStoreThatCannotBeOpenedSaysSo() {
    StoreAddress nowhere =
        new StoreAddress("jdbc:sqlite:" + folder.resolve("no/such/folder/a.db"), null, null);

    assertThatThrownBy(
            () -> Store.open(nowhere, FindingCodec.of(FindingJson::encode, FindingJson::decode)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Maybe");
  }

  @Test
  void anAddressOfAnotherKindIsRefusedWithoutShowingIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StoreAddress("jdbc:mysql://user:secret@host/db", null, null))
        .withMessageContaining("Maybe")
        .withMessageNotContaining("secret");
  }
}
