package dev.appwatch.context;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.appwatch.PackCopy;
import dev.appwatch.model.Actor;
import dev.appwatch.text.ListFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused of lists and limits, and what is not. */
final class ListFormTest {

  @TempDir private Path pack;

  @BeforeEach
  void copyPack() throws IOException {
    PackCopy.into(pack);
  }

  private void write(String list, String text) throws IOException {
    Files.writeString(pack.resolve("reference/" + list + ".csv"), text);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() {
    return assertThatThrownBy(() -> Context.load(pack)).isInstanceOf(PackRefusedException.class);
  }

  static Stream<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("rules/reference"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void knowsTheColumnsOfEveryShippedListAndNoMore(Path file) throws IOException {
    ListForm form = requireNonNull(ListForm.of(file.getFileName().toString().replace(".csv", "")));

    List<String> known = new ArrayList<>(form.columns());
    List<String> columns = ListFile.read(file).header().cells();
    known.removeIf(column -> column.equals("note") && !columns.contains(column));
    assertThat(columns).containsExactlyInAnyOrderElementsOf(known);
  }

  @Test
  void refusesAMisspeltColumn() throws IOException {
    write("automation-identities", "id,name,operatons,note\nab-1,Sync,add member to role,\n");

    assertRefused()
        .hasMessage(
            "reference/automation-identities.csv:1: error: there is no column (operatons)."
                + "\n    Maybe operations.");
  }

  @Test
  void refusesAListWithoutAColumnThatIsRead() throws IOException {
    write("role-members", "# who\nprincipal,role,note\n");

    assertRefused()
        .hasMessage(
            "reference/role-members.csv:2: error: the list lacks the column (from, to)."
                + "\n    Maybe its first line is principal,role,from,to,note.");
  }

  @Test
  void refusesAListWithoutAHeader() throws IOException {
    write("known-networks", "");

    assertRefused()
        .hasMessageContaining("reference/known-networks.csv: error: ")
        .hasMessageContaining("lacks the column (network)");
  }

  @Test
  void refusesColumnsThatNoListHas() throws IOException {
    write("own-domains", "domain,kind,owner,,kind\n");

    assertRefused()
        .hasMessageContaining("(owner).\n    Maybe one of domain, kind, note.")
        .hasMessageContaining("a column has no name.")
        .hasMessageContaining("the column (kind) twice.");
  }

  @Test
  void columnsForPeopleMayBeLeftOut() throws IOException {
    write("own-domains", "domain\ncontoso.com\n");

    assertThat(Context.load(pack).domains().controlled("contoso.com")).isTrue();
  }

  @Test
  void readsAListAsExcelWritesIt() throws IOException {
    write("own-domains", "\ufeffdomain,kind,note\r\n# ours\r\ncontoso.com,verified,\r\n,,\r\n");

    assertThat(Context.load(pack).domains().controlled("contoso.com")).isTrue();
  }

  @Test
  void refusesAListThatIsNoUtf8() throws IOException {
    Files.write(
        pack.resolve("reference/brand-names.csv"), "name\nB\u00e4cker\n".getBytes(ISO_8859_1));

    assertRefused()
        .hasMessage(
            "reference/brand-names.csv: error: the list is no UTF-8."
                + "\n    Maybe save it as \"CSV UTF-8\".");
  }

  @Test
  void refusesAWordThatIsNone() throws IOException {
    write("dns-facts", "host,state,cname,checked_at\n\na.contoso.com,nxdomian,,\nb.contoso.com,,,");

    assertRefused()
        .hasMessage(
            "reference/dns-facts.csv:3: error: state (nxdomian) is none of"
                + " resolves, nxdomain, lapsed, unclaimed, cname-nxdomain.\n    Maybe nxdomain.");
  }

  @ParameterizedTest
  @CsvSource({
    "privileged-roles, entra, enta",
    "privileged-roles, high, hihg",
    "privileged-roles, high, ''",
    "privileged-permissions, critical, critcal",
    "privileged-permissions, application, aplication",
    "sensitive-apis, extended, extnded"
  })
  void refusesWordsOfTheCataloguesLikewise(String list, String word, String misspelt)
      throws IOException {
    String text = Files.readString(pack.resolve("reference/" + list + ".csv"));
    write(list, text.replaceFirst("," + word + ",", "," + misspelt + ","));

    assertRefused()
        .hasMessageContaining("reference/" + list + ".csv:")
        .hasMessageContaining(" (" + misspelt + ") is none of ")
        .hasMessageContaining(misspelt.isEmpty() ? "" : "Maybe " + word + ".");
  }

  @Test
  void refusesNetworksThatAreNone() throws IOException {
    write(
        "known-networks",
        "network,note\n10.0.0.0/99,\n192.0.2.0/24,\"two\nlines\"\n/abc,\nvpn.contoso.com,\n2001:db8::/32,");
    write("device-code-allowed", "account,app_id,network\nroom7,,10.0.0.0/-1\nroom8,,\n");

    assertRefused()
        .hasMessageContaining("reference/known-networks.csv:2: error: network (10.0.0.0/99)")
        .hasMessageContaining("reference/known-networks.csv:5: error: network (/abc)")
        .hasMessageContaining("reference/known-networks.csv:6: error: network (vpn.contoso.com)")
        .hasMessageContaining("reference/device-code-allowed.csv:2: error: network (10.0.0.0/-1)")
        .hasMessageContaining("Maybe one like 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32.")
        .hasMessageNotContaining("csv:3")
        .hasMessageNotContaining("csv:7");
  }

  @Test
  void refusesPatternsWithoutTheirStar() throws IOException {
    write("permission-patterns", "pattern,note\n*.All,\nMail,\n*Mail*,\nMail.*,\n");

    assertRefused()
        .hasMessageContaining("reference/permission-patterns.csv:3: error: pattern (Mail) ")
        .hasMessageContaining("reference/permission-patterns.csv:4: error: pattern (*Mail*) ")
        .hasMessageNotContaining("csv:2")
        .hasMessageNotContaining("csv:5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"01.01.2026", "2026-02-30", "2026-01-01 09:00", "soon"})
  void refusesMomentsThatAreNone(String from) throws IOException {
    write("role-members", "principal,role,from,to\nada@contoso.com,Owner," + from + ",\n");

    assertRefused()
        .hasMessage(
            "reference/role-members.csv:2: error: from ("
                + from
                + ") is no moment."
                + "\n    Maybe one like 2026-01-01 or 2026-01-01T09:00:00Z.");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-28T23:59:59Z, false",
    "2026-03-01T00:00:00Z, true",
    "2026-03-04T23:59:59Z, true",
    "2026-03-05T00:00:00Z, false"
  })
  void aDayBeginsAndEndsARoleInUtc(String at, boolean holds) throws IOException {
    write(
        "role-members",
        "principal,role,from,to\nada@contoso.com,Global Administrator,2026-03-01,2026-03-04\n");
    Actor ada = new Actor("user", "1", "ada@contoso.com", null, null);

    assertThat(
            Context.load(pack)
                .situation(Instant.parse(at), null, List.of(), ada, "add owner")
                .highProfileActor())
        .isEqualTo(holds);
  }

  @Test
  void holdsRowsOfAScenarioToTheSame() throws JsonProcessingException {
    String lists =
        "{lists: {dns-facts: [{host: a, sate: nxdomain}], role-members: [{principal: a, to: soon}]}}";

    assertThatThrownBy(() -> Context.load(pack, PackFiles.YAML.readTree(lists)))
        .hasMessageContaining("there is no column (sate).\n    Maybe state.")
        .hasMessageContaining("to (soon) is no moment.");
  }

  @Test
  void refusesAStateOfALimitThatIsNone() throws IOException {
    String text = Files.readString(pack.resolve("policy.yaml"));
    String limit = "  symmetric: {maxLifetime: P180D, state: enabled}";
    Files.writeString(
        pack.resolve("policy.yaml"),
        text.replace(limit, "  symmetric:\n    maxLifetime: P180D\n    state: enable"));
    int line = text.lines().toList().indexOf(limit) + 1;

    assertRefused()
        .hasMessage(
            "policy.yaml:"
                + line
                + ": error: credentialLifetime.symmetric: state (enable)"
                + " must be enabled or disabled.\n    Maybe enabled.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"enabled", "Disabled"})
  void acceptsStatesOfLimits(String state) throws JsonProcessingException {
    JsonNode over =
        PackFiles.YAML.readTree("{policy: {credentialLifetime: {saml: {state: " + state + "}}}}");

    assertThatCode(() -> Context.load(pack, over)).doesNotThrowAnyException();
  }

  @Test
  void namesTheLineOfAMisspeltSetting() throws IOException {
    Files.writeString(
        pack.resolve("policy.yaml"),
        "ignoreBaseScope: true\n" + Files.readString(pack.resolve("policy.yaml")));

    assertRefused()
        .hasMessage(
            "policy.yaml:1: error: there is no setting (ignoreBaseScope)."
                + "\n    Maybe ignoreBaseScopes.");
  }
}
