package dev.appwatch.model;

import java.util.List;

/**
 * Rows about the service itself, built into the program: no pack can leave one out, and no approval
 * covers one.
 */
public enum OwnRow {
  WINDOW_01(
      "APPWATCH-WINDOW-01",
      "An approval is new or covers more",
      Risk.MEDIUM,
      "Change feeds of this program",
      "Since the feed was read last, an approved change window or standing approval appeared, or"
          + " covers more: more time, targets, rows, actors or findings, another approver, or a"
          + " freeze that is gone or shorter. One finding for each feed and reading.",
      "An approval is the only thing that sets an alert aside: whoever wants silence asks for one.",
      List.of("changes are planned every day"),
      List.of(
          "Look whether change management knows the change, with these times, targets and actors",
          "Look who edited the feed",
          "Run appwatch what-if to see what it would set aside")),
  PACK_01(
      "APPWATCH-PACK-01",
      "The policy pack was changed",
      Risk.MEDIUM,
      "The policy pack of this program",
      "Another pack is in force than the last time: a file was added, changed or removed.",
      "Whoever edits the pack decides what alerts.",
      List.of("a reviewed edit was taken into use"),
      List.of(
          "Compare the files with the reviewed change",
          "Run appwatch diff with the pack as it was before",
          "Look who can write on the server if nobody knows the edit")),
  PACK_02(
      "APPWATCH-PACK-02",
      "A policy pack was refused",
      Risk.HIGH,
      "The policy pack of this program",
      "The pack on the disk can't be used: a rule, list or calendar is wrong, or its signature is"
          + " missing or not genuine. The last good one stays in force. Once for each refusal.",
      "Either an edit went wrong and is not in force, or somebody changed what was signed.",
      List.of("a slip in an edit"),
      List.of(
          "Read why it was refused, and run appwatch lint",
          "Run appwatch pack verify where packs are signed",
          "Look who wrote the files if nobody knows the edit")),
  FLOOR_01(
      "APPWATCH-FLOOR-01",
      "A limit of what can be set aside was changed",
      Risk.HIGH,
      "policy.yaml of this program",
      "The floor, the approvers, the grace, the age of feeds, the fields of ServiceNow, this"
          + " program's own identity, or what tells of silent sources differs from the last time.",
      "These limits stand between an approval and silence.",
      List.of("a reviewed edit of policy.yaml"),
      List.of(
          "Compare the values before and after with the reviewed change",
          "Put the limit back if nobody knows it")),
  SOURCE_01(
      "APPWATCH-SOURCE-01",
      "A source fell silent",
      Risk.HIGH,
      "Deliveries to this program",
      "A source that delivered before, or a topic or hub that policy.yaml names (silence), delivered"
          + " nothing for longer than allowed there. Once for each silence.",
      "A source that was cut off looks like peace.",
      List.of("a quiet night in a small tenant", "an export that runs once a day"),
      List.of(
          "Look whether the diagnostic setting, the hub or the job still exists",
          "Look who changed it",
          "Deliver what is missing once it runs again")),
  CANARY_01(
      "APPWATCH-CANARY-01",
      "The canary did not come",
      Risk.HIGH,
      "Deliveries to this program",
      "The record that policy.yaml expects again and again (canary) did not come in time. Once for"
          + " each absence.",
      "Between the tenant and this program something filters or fails.",
      List.of("the job that makes the canary did not run"),
      List.of(
          "Look whether the canary was made, in the tenant's own log",
          "Follow its way from there to this program"));

  @SuppressWarnings("ImmutableEnumChecker") // a record whose lists are copies
  private final RuleCard card;

  private final Risk risk;
  private final String raisedBy;

  OwnRow(
      String id,
      String title,
      Risk risk,
      String source,
      String raisedBy,
      String why,
      List<String> falsePositives,
      List<String> response) {
    this.risk = risk;
    this.raisedBy = raisedBy;
    String shown = risk == Risk.HIGH ? "High" : "Medium";
    this.card =
        new RuleCard(
            id,
            0,
            title,
            shown,
            source,
            List.of("T1562"),
            why,
            falsePositives,
            response,
            false,
            "");
  }

  /** Returns what there is to say about the row; it has no rule file. */
  public RuleCard card() {
    return card;
  }

  /** Returns the risk of its findings. */
  public Risk risk() {
    return risk;
  }

  /** Returns in words what raises it. */
  public String raisedBy() {
    return raisedBy;
  }
}
