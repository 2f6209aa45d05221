package dev.appwatch.context;

import static java.util.Map.entry;

import dev.appwatch.text.NearWord;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a list of a pack is written.
 *
 * @param read columns that the program reads; each must be there
 * @param remarks columns that only people read; each may be left out
 * @param cells how the cells of some columns are written
 */
record ListForm(List<String> read, List<String> remarks, Map<String, Cells> cells) {

  private static final Map<String, ListForm> FORMS =
      Map.ofEntries(
          entry("applications", of("app_id object_id single_sign_on_mode environment", "")),
          entry("automation-identities", of("id operations", "name")),
          entry("base-scopes", of("scope", "")),
          entry("benign-vault-readers", of("app_id", "name")),
          entry("brand-names", of("name", "")),
          entry("claimable-suffixes", of("suffix", "")),
          entry("credential-types", of("key_type key_usage", "")),
          entry(
              "device-code-allowed",
              of("account app_id network", "").with("network", ListForm::network)),
          entry("device-code-brokers", of("app_id", "name")),
          entry("device-code-resources", of("resource_id", "name")),
          entry(
              "dns-facts",
              of("host state cname", "checked_at")
                  .with(
                      "state",
                      words("", "resolves", "nxdomain", "lapsed", "unclaimed", "cname-nxdomain"))),
          entry("generic-names", of("name", "")),
          entry("generic-scopes", of("scope", "")),
          entry("known-networks", of("network", "").with("network", ListForm::network)),
          entry("operations", of("operation", "log")),
          entry("own-domains", of("domain", "kind")),
          entry("permission-patterns", of("pattern", "").with("pattern", ListForm::pattern)),
          entry("privileged-accounts", of("account", "")),
          entry(
              "privileged-permissions",
              of(
                      "value guid type api_app_id tier highly_privileged user_consent_watch",
                      "api seed_pattern admin_consent_required ms_privilege_level tier_basis source")
                  .with("type", words("application", "delegated"))
                  .with("tier", words("critical", "high", "medium", "low"))
                  .with("highly_privileged", words("", "Y", "N"))
                  .with("user_consent_watch", words("", "Y", "N"))),
          entry(
              "privileged-roles",
              of("name template_id scope tier aliases", "ms_privileged_label source")
                  .with("scope", words("entra", "azure"))
                  .with("tier", words("high", "medium"))),
          entry(
              "role-members",
              of("principal role from to", "")
                  .with("from", ListForm::moment)
                  .with("to", ListForm::moment)),
          entry("ropc-test-apps", of("app_id account", "")),
          entry(
              "sensitive-apis",
              of(
                      "app_id name aliases class known_service_principal_names",
                      "named_in_seed counts_for_row6 source")
                  .with("class", words("core", "extended"))),
          entry("vault-principals", of("vault principal", "")));

  /** Says what is wrong with a cell, or null; the name of its column comes before that. */
  @FunctionalInterface
  interface Cells {
    @Nullable String wrong(String cell);
  }

  /** Returns the form of a list, or null when nobody reads a list of that name. */
  static @Nullable ListForm of(String list) {
    return FORMS.get(list);
  }

  private static ListForm of(String read, String remarks) {
    return new ListForm(
        List.of(read.split(" ")), List.of((remarks + " note").strip().split(" ")), Map.of());
  }

  private ListForm with(String column, Cells form) {
    Map<String, Cells> more = new HashMap<>(cells);
    more.put(column, form);
    return new ListForm(read, remarks, Map.copyOf(more));
  }

  /** Returns the columns that the list may have. */
  List<String> columns() {
    return Stream.concat(read.stream(), remarks.stream()).toList();
  }

  /** Returns what is wrong with the header of the list. */
  List<String> wrongHeader(List<String> header) {
    List<String> wrong = new ArrayList<>();
    Set<String> missing = new LinkedHashSet<>(read);
    missing.removeAll(header);
    Set<String> seen = new HashSet<>();
    for (String column : header) {
      if (!columns().contains(column)) {
        Optional<String> near = NearWord.of(column, missing);
        near.ifPresent(missing::remove);
        wrong.add(noColumn(column, near.map(List::of).orElse(columns())));
      } else if (!seen.add(column)) {
        wrong.add("the list has the column (%s) twice.".formatted(column));
      }
    }
    if (!missing.isEmpty()) {
      wrong.add(
          "the list lacks the column (%s).\n    Maybe its first line is %s."
              .formatted(String.join(", ", missing), String.join(",", columns())));
    }
    return wrong;
  }

  /** Returns what is wrong with a row that may leave out columns. */
  List<String> wrongRow(Map<String, String> row) {
    List<String> wrong = new ArrayList<>();
    row.keySet().stream()
        .filter(column -> !columns().contains(column))
        .forEach(column -> wrong.add(noColumn(column, columns())));
    wrong.addAll(wrongCells(row));
    return wrong;
  }

  /** Returns what is wrong with the cells of a row. */
  List<String> wrongCells(Map<String, String> row) {
    List<String> wrong = new ArrayList<>();
    row.forEach(
        (column, cell) -> {
          Cells form = cells.get(column);
          String message = form == null ? null : form.wrong(cell.strip());
          if (message != null) {
            wrong.add("%s (%s) %s".formatted(column, NearWord.shown(cell), message));
          }
        });
    return wrong;
  }

  private static String noColumn(String column, Collection<String> known) {
    return column.isEmpty()
        ? "a column has no name.\n    Maybe there is a comma too many."
        : "there is no column (%s).%s"
            .formatted(NearWord.shown(column), NearWord.maybe(column, known));
  }

  private static Cells words(String... words) {
    List<String> known = Stream.of(words).filter(word -> !word.isEmpty()).toList();
    return cell ->
        Stream.of(words).anyMatch(cell::equalsIgnoreCase)
            ? null
            : "is none of %s.%s"
                .formatted(
                    String.join(", ", known),
                    NearWord.of(cell, known).map("\n    Maybe %s."::formatted).orElse(""));
  }

  private static @Nullable String network(String cell) {
    return cell.isEmpty() || Networks.readable(cell)
        ? null
        : "is no network.\n    Maybe one like 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32.";
  }

  private static @Nullable String pattern(String cell) {
    int star = cell.indexOf('*');
    boolean atOneEnd = star == cell.lastIndexOf('*') && (star == 0 || star == cell.length() - 1);
    return cell.isEmpty() || (star >= 0 && atOneEnd)
        ? null
        : "must have one *, at its beginning or its end.\n    Maybe one like *.All or Mail.*.";
  }

  private static @Nullable String moment(String cell) {
    try {
      if (!cell.isEmpty()) {
        Accounts.moment(cell, 0);
      }
      return null;
    } catch (DateTimeException e) {
      return "is no moment.\n    Maybe one like 2026-01-01 or 2026-01-01T09:00:00Z.";
    }
  }
}
