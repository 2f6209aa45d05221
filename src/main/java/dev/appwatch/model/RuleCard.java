package dev.appwatch.model;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a rule's owner wrote about a row of the monitoring table, read from the rule's annotations.
 *
 * @param id id of the row, for example {@code APP-CRED-01}
 * @param row its number in the table, from 1; 0 when it is no row of the guide
 * @param title its title
 * @param risk the risk as the table prints it, for example {@code High to Medium}
 * @param source the log the table names
 * @param attack ATT&amp;CK technique ids
 * @param why why the row matters, one sentence
 * @param falsePositives known harmless causes
 * @param response first response steps, in order
 * @param suppressible whether an approval may cover its findings at all
 * @param file file of the rule, relative to the pack
 */
public record RuleCard(
    String id,
    int row,
    String title,
    String risk,
    String source,
    List<String> attack,
    String why,
    List<String> falsePositives,
    List<String> response,
    boolean suppressible,
    String file) {

  /** What an id looks like: {@code APP-CRED-01}. */
  public static final Pattern ID = Pattern.compile("[A-Z]+(-[A-Z]+)*-[0-9]{2}");

  public RuleCard {
    attack = List.copyOf(attack);
    falsePositives = List.copyOf(falsePositives);
    response = List.copyOf(response);
  }
}
