package dev.appwatch.context;

/**
 * Names of the fields of a ServiceNow change request that hold what ServiceNow itself has no field
 * for.
 *
 * @param tenant directory (tenant) id
 * @param apps application ids
 * @param rows ids of rows
 * @param actors ids of those who act
 * @param approver who approved
 * @param expectedCount how many findings the change covers
 */
public record ServiceNowFields(
    String tenant, String apps, String rows, String actors, String approver, String expectedCount) {

  /** The names that an instance without habits of its own gives them. */
  public static final ServiceNowFields DEFAULT =
      new ServiceNowFields(
          "u_tenant", "u_app_ids", "u_rows", "u_actors", "u_approver", "u_expected_count");
}
