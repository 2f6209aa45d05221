package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.QuarantineReason;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Date (UTC),CorrelationId,n\n",
        "\ufeff\"Date (UTC)\",CorrelationId,n\r\n",
        "Data (UTC);Servizio;n\n",
        "TimeGenerated [UTC]\tOperationName\tn\n",
        "\n\nrecordid,x,n \n"
      })
  void knowsTheHeadersOfLogExports(String header) {
    char delimiter = header.contains(";") ? ';' : header.contains("\t") ? '\t' : ',';
    String text = header + "a,b,7\n\nc,\"d\",8".replace(',', delimiter);

    Collected collected = Collected.of(text);

    assertThat(collected.numbers()).containsExactly("7", "8");
    assertThat(collected.quarantined()).isEmpty();
    FramingTest.assertBytesLieAtOffsets(collected, text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b,c\n", "RecordId,Operation\n", "\"RecordId,Operation,x\n"})
  void takesNoOtherTextForAnExport(String header) {
    assertThat(Collected.of(header + "1,2,3\n").records()).isEmpty();
  }

  @Test
  void keepsTheColumnsInOrderUnderNamesOfTheirOwn() {
    Collected collected =
        Collected.of("TimeGenerated [UTC],Name,Name,Name (2)\n1,\"a,\"\"b\"\"\nc\",,d\n");

    assertThat(collected.fields().get(0).keySet())
        .containsExactly("TimeGenerated", "Name", "Name (2)", "Name (2) (2)");
    assertThat(collected.fields().get(0).values()).containsExactly("1", "a,\"b\"\nc", "", "d");
  }

  @Test
  void takesTheAuditRecordOutOfItsRow() {
    String row = "7,9/20/2023 4:05:03 AM,8,Add.,u,\"{\"\"n\"\":1,\"\"Id\"\":\"\"i\"\"}\",,";

    Collected collected =
        Collected.of(
            String.join(
                "\n",
                "RecordId,CreationDate,RecordType,Operation,UserId,AuditData,A,B",
                row,
                "8,,,,,no JSON,,"));

    assertThat(collected.fields())
        .containsExactly(
            Map.of(
                "n", 1,
                "Id", "i",
                "CreationTime", "9/20/2023 4:05:03 AM",
                "RecordType", "8",
                "Operation", "Add.",
                "UserId", "u"));
    assertThat(collected.records().get(0).bytes()).isEqualTo(row.getBytes(UTF_8));
    assertThat(collected.reasons()).containsExactly(QuarantineReason.MALFORMED_JSON);
  }

  @Test
  void costsOneRowOnly() {
    String text =
        """
        Operation,n,x
        a,1,x
        too few
        b,2,x,,,
        c,too,many,cells
        d,3
        e,"closed" within,x
        f,4,x
        g,"open,x
        h,5,x
        """;

    Collected collected = Collected.of(text);

    assertThat(collected.numbers()).containsExactly("1", "2", "3", "4", "5");
    assertThat(collected.reasons()).hasSize(4).containsOnly(QuarantineReason.MALFORMED_CSV);
    assertThat(collected.quarantinedTexts())
        .containsExactly("too few", "c,too,many,cells", "e,\"closed\" within,x", "g,\"open,x");
    assertThat(collected.records())
        .extracting(record -> record.position().record())
        .containsExactly(1L, 3L, 5L, 7L, 9L);
  }

  @Test
  void boundsRowsAndCells() {
    Limits limits = new Limits(100, 64, 50, 3, 200);
    String text =
        "Operation,n,x\na,1,"
            + "x".repeat(200)
            + "\nb,2,"
            + "y".repeat(60)
            + "\nc,\"3"
            + "\nd,4,x".repeat(30)
            + "\n";

    Collected collected = Collected.of(limits, text.getBytes(UTF_8));

    assertThat(collected.records()).hasSize(30);
    assertThat(collected.reasons())
        .containsExactly(
            QuarantineReason.RECORD_TOO_LARGE,
            QuarantineReason.STRING_TOO_LONG,
            QuarantineReason.MALFORMED_CSV);
  }

  @Test
  void refusesARowThatIsNoUtf8() {
    byte[] bytes = "Operation,n,x\na,1,?\nb,2,x\n".getBytes(UTF_8);
    bytes[18] = (byte) 0xe4;

    Collected collected = Collected.of(bytes);

    assertThat(collected.numbers()).containsExactly("2");
    assertThat(collected.reasons()).containsExactly(QuarantineReason.BROKEN_UTF8);
  }
}
