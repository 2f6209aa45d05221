package dev.appwatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnonymiserTest {

  private static final DayShift FOUR_WEEKS_AGO = new DayShift(-4);

  private static String changed(String member, String text) {
    Map<String, @Nullable Object> record = new LinkedHashMap<>();
    record.put(member, text);
    Anonymiser anonymiser = new Anonymiser(new Pseudonyms(List.of()));
    anonymiser.learn(record);
    return String.valueOf(anonymiser.record(record, FOUR_WEEKS_AGO).get(member));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // what is public stays
        "appId | 00000003-0000-0000-c000-000000000000 | 00000003-0000-0000-c000-000000000000",
        "value | Directory.ReadWrite.All Mail.Read | Directory.ReadWrite.All Mail.Read",
        "displayName | Company Administrator | Company Administrator",
        "uri | http://localhost:8080/callback | http://localhost:8080/callback",
        "uri | https://graph.microsoft.com | https://graph.microsoft.com",
        "operationName | Update payroll application | Update payroll application",
        "ip | 127.0.0.1 | 127.0.0.1",
        // what is not becomes something else
        "id | 5F1C0000-00aa-4000-8000-00000000000B | aaaaaaaa-0000-4000-8000-000000000001",
        "displayName | Payroll Data | Alder Amber",
        "displayName | Micros0ft Payroll | Micros0ft Alder",
        "upn | grace.hopper@payroll.co.uk | alder.amber@contoso.com",
        "upn | grace_home.de#EXT#@payroll.onmicrosoft.com | amber_fabrikam.com#EXT#@alder.onmicrosoft.com",
        "ip | 10.20.30.40:5678 | 192.0.2.1:5678",
        "ip | fe80::1ff:fe23:4567:890a | 2001:db8::1",
        "uri | https://portal.payroll.com/hopper?x=1 | https://portal.contoso.com/alder?x=1",
        "uri | https://kv-payroll.vault.azure.net/secrets/hopper | https://alder-amber.vault.azure.net/secrets/aspen",
        "number | CHG0031001 | CHG0000001",
        "key | 1003200012345678 | 1000000000000000",
        // dates move, the rest of a time stays
        "at | 2026-03-04T10:00:00.1234567Z | 2026-02-04T10:00:00.1234567Z",
        "at | 2026-03-01T02:40:12+01:00 | 2026-02-01T02:40:12+01:00",
        "at | 3/5/2026 11:45:00 PM | 2/5/2026 11:45:00 PM",
        "at | 9999-12-31T23:59:59Z | 9999-12-31T23:59:59Z"
      })
  void replacesWhatIsNotPublic(String member, String text, String expected) {
    String changed = changed(member, text);
    // the domain of the home comes first or second, depending on which is met first
    assertThat(changed.replace("contoso.com#EXT", "fabrikam.com#EXT")).isEqualTo(expected);
  }

  @Test
  void replacesTheSameByTheSameWhateverItsCaseAndWrapping() {
    Map<String, @Nullable Object> record = new LinkedHashMap<>();
    record.put(
        "resourceId", "/SUBSCRIPTIONS/5F1C0000-0000-4000-8000-00000000000B/VAULTS/KV-PAYROLL");
    record.put("uri", "https://kv-payroll.vault.azure.net/keys");
    record.put(
        "data",
        "{\"id\":\"5f1c0000-0000-4000-8000-00000000000b\",\"inner\":\"[\\\"kv-payroll\\\"]\"}");
    Anonymiser anonymiser = new Anonymiser(new Pseudonyms(List.of()));
    anonymiser.learn(record);

    Map<String, @Nullable Object> changed = anonymiser.record(record, FOUR_WEEKS_AGO);

    assertThat(changed.get("resourceId"))
        .isEqualTo("/SUBSCRIPTIONS/AAAAAAAA-0000-4000-8000-000000000001/VAULTS/ALDER-AMBER");
    assertThat(changed.get("uri")).isEqualTo("https://alder-amber.vault.azure.net/keys");
    assertThat(changed.get("data"))
        .isEqualTo(
            "{\"id\":\"aaaaaaaa-0000-4000-8000-000000000001\",\"inner\":\"[\\\"alder-amber\\\"]\"}");
  }

  @Test
  void keepsWhatRulesName() {
    Pseudonyms pseudonyms =
        new Pseudonyms(List.of("5f1c0000-0000-4000-8000-00000000000b", "payroll"));
    Anonymiser anonymiser = new Anonymiser(pseudonyms);
    Map<String, @Nullable Object> record = new LinkedHashMap<>();
    record.put("id", "5f1c0000-0000-4000-8000-00000000000b");
    record.put("displayName", "Hopper Payroll");
    anonymiser.learn(record);

    assertThat(anonymiser.record(record, FOUR_WEEKS_AGO).values())
        .containsExactly("5f1c0000-0000-4000-8000-00000000000b", "Alder Payroll");
    assertThat(pseudonyms.keptForRules())
        .containsExactlyInAnyOrder("5f1c0000-0000-4000-8000-00000000000b", "payroll");
  }

  @Test
  void neverMakesUpWhatTheRecordsHoldAlready() {
    assertThat(changed("displayName", "Amber Alder")).doesNotContainIgnoringCase("amber");
    assertThat(changed("upn", "grace@contoso.com")).endsWith("@fabrikam.com");
    assertThat(changed("ip", "192.0.2.1")).isEqualTo("192.0.2.2");
  }

  @Property(tries = 300)
  void leavesNothingOfTheOriginal(@ForAll("texts") List<String> parts) {
    Map<String, @Nullable Object> record = new LinkedHashMap<>();
    for (String part : parts) {
      record.put("m" + record.size(), "x " + part + "; y=" + part.toUpperCase(Locale.ROOT));
    }
    Anonymiser anonymiser = new Anonymiser(new Pseudonyms(List.of()));
    anonymiser.learn(record);

    Map<String, @Nullable Object> changed = anonymiser.record(record, FOUR_WEEKS_AGO);

    String all = changed.values().toString().toLowerCase(Locale.ROOT);
    for (String part : parts) {
      assertThat(all).doesNotContain(part.toLowerCase(Locale.ROOT));
    }
    assertThat(anonymiser.leftIn(changed)).isEmpty();
  }

  @Provide
  Arbitrary<List<String>> texts() {
    StringArbitrary hex = Arbitraries.strings().withChars("0123456789abcdef");
    Arbitrary<String> word =
        Arbitraries.strings().withCharRange('b', 'y').ofMinLength(9).ofMaxLength(14);
    Arbitrary<String> guid =
        Combinators.combine(hex.ofLength(8), hex.ofLength(4), hex.ofLength(12))
            .as((a, b, c) -> a + "-" + b + "-4a0b-9c0d-" + c);
    Arbitrary<String> mail =
        Combinators.combine(word, word).as((local, domain) -> local + "@" + domain + ".com");
    Arbitrary<String> address =
        Arbitraries.integers()
            .between(1, 250)
            .list()
            .ofSize(3)
            .map(n -> "11." + n.get(0) + "." + n.get(1) + "." + n.get(2));
    Arbitrary<String> host = Combinators.combine(word, word).as((a, b) -> a + "." + b + ".org");
    return Arbitraries.oneOf(word, guid, mail, address, host).list().ofMinSize(1).ofMaxSize(8);
  }
}
