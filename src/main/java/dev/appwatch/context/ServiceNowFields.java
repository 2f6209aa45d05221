package dev.appwatch.context;

/**
 * Names of the fields of a ServiceNow change request that hold what its table has no field for.
 *
 * @param tenant directory (tenant) id
 * @param apps application ids
 * @param rows ids of rows
 * @param actors ids of those who act
 * @param approver who approved it
 * @param expectedCount how many findings it covers
 */
public record ServiceNowFields(
    String tenant, String apps, String rows, String actors, String approver, String expectedCount) {

  /** Custom fields as they would be called. */
  public static final ServiceNowFields DEFAULTS =
      new ServiceNowFields(
          "u_tenant", "u_app_ids", "u_rows", "u_actors", "u_approver", "u_expected_count");
}
