package dev.appwatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.FindingBuilder;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AcceptanceTest {

  private static final String HEAD =
      """
      # a comment on top
      rule: APP-OWNER-01

      events: {owner: {id: e1}}   # kept too
      scenarios:
        - name: first   # of all
          event: owner
      """;

  @Test
  void changesSingleFieldsAndNothingElse() {
    assertThat(
            accepted(
                """
                    expect:
                      # above
                      - {rule: A-01,  risk: low, disposition: alert, reasons: [X]}   # behind
                      - rule: B-01   # in a block
                        risk: low   # as the guide says
                        disposition: alert
                        reasons:
                          - X
                  - {name: second, event: owner, expect: []}
                """,
                finding("A-01", Risk.HIGH, "X"),
                finding("B-01", Risk.LOW, "V", "W")))
        .isEqualTo(
            """
                accepted: "because"
                expect:
                  # above
                  - {rule: A-01,  risk: high, disposition: alert, reasons: [X]}   # behind
                  - rule: B-01   # in a block
                    risk: low   # as the guide says
                    disposition: alert
                    reasons: [V, W]
              - {name: second, event: owner, expect: []}
            """
                .indent(0));
  }

  @Test
  void addsToABlock() {
    assertThat(
            accepted(
                """
                    expect:
                      - {rule: A-01, risk: low, disposition: alert, decision: OUTSIDE_WINDOW}   # one

                # the end
                """,
                finding("A-01", Risk.LOW),
                finding("C-01", Risk.HIGH)))
        .isEqualTo(
            """
                accepted: "because"
                expect:
                  - {rule: A-01, risk: low, disposition: alert, decision: OUTSIDE_WINDOW}   # one
                  - {rule: C-01, risk: high, disposition: alert, reasons: [], decision: OUTSIDE_WINDOW}

            # the end
            """);
  }

  @Test
  void takesLinesOutOfABlock() {
    assertThat(
            accepted(
                """
                    expect:
                      - {rule: A-01, risk: low, disposition: alert}
                      # stays
                      - {rule: B-01, risk: low, disposition: alert}
                """,
                finding("B-01", Risk.LOW)))
        .isEqualTo(
            """
                accepted: "because"
                expect:
                  # stays
                  - {rule: B-01, risk: low, disposition: alert}
            """);
  }

  @Test
  void leavesNothingOfABlockButItsComments() {
    assertThat(
            accepted(
                """
                    expect:
                      # stays
                      - {rule: A-01, risk: low, disposition: alert}   # too
                    accepted: old
                """))
        .isEqualTo(
            """
                expect: []
                  # stays   # too
                accepted: "because"
            """);
  }

  @Test
  void fillsAnEmptyList() {
    assertThat(accepted("    expect: []\n", finding("A-01", Risk.LOW)))
        .isEqualTo(
            """
                accepted: "because"
                expect: [{rule: A-01, risk: low, disposition: alert, reasons: []}]
            """);
    assertThat(accepted("    expect: []\n", finding("A-01", Risk.LOW), finding("B-01", Risk.LOW)))
        .isEqualTo(
            """
                accepted: "because"
                expect:
                  - {rule: A-01, risk: low, disposition: alert, reasons: []}
                  - {rule: B-01, risk: low, disposition: alert, reasons: []}
            """);
  }

  @Test
  void rewritesAScenarioInBraces() {
    String text =
        HEAD
            + "    expect: []\n  - {name: second, event: owner, expect: [{rule: A-01, risk: low, disposition: alert}]}\n";
    ScenarioFile file = ScenarioReader.read("f.yaml", text);
    ScenarioResult result = result(file.scenarios().get(1));

    assertThat(Acceptance.accept("f.yaml", text, List.of(result), "it's \"so\": yes"))
        .endsWith(
            "  - {name: second, event: owner, accepted: \"it's \\\"so\\\": yes\", expect: []}\n");
  }

  @Test
  void keepsLineEndsAndCharactersBeyondTheBasicPlane() {
    String text = (HEAD.replace("first", "first 🔑 é") + "    expect: []\n").replace("\n", "\r\n");
    ScenarioFile file = ScenarioReader.read("f.yaml", text);
    ScenarioResult result = result(file.scenarios().get(0), finding("A-01", Risk.LOW));

    assertThat(Acceptance.accept("f.yaml", text, List.of(result), "because"))
        .isEqualTo(
            text.replace(
                "    expect: []\r\n",
                "    accepted: \"because\"\r\n    expect: [{rule: A-01, risk: low, disposition: alert, reasons: []}]\r\n"));
  }

  /** Returns what follows the head, of which nothing may change. */
  private static String accepted(String tail, Finding... raised) {
    String text = HEAD + (tail.startsWith("    ") ? tail : tail.indent(4));
    ScenarioFile file = ScenarioReader.read("f.yaml", text);
    ScenarioResult result = result(file.scenarios().get(0), raised);

    String after = Acceptance.accept("f.yaml", text, List.of(result), "because");

    assertThat(after).startsWith(HEAD);
    return after.substring(HEAD.length());
  }

  private static ScenarioResult result(Scenario scenario, Finding... raised) {
    return new ScenarioRunner((records, differences, now) -> List.of(raised)).run(scenario);
  }

  private static Finding finding(String rule, Risk risk, String... reasons) {
    return new FindingBuilder().rule(rule).risk(risk).reasons(reasons).build();
  }
}
