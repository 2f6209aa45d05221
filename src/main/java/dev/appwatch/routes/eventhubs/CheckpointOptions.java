package dev.appwatch.routes.eventhubs;

/**
 * Where checkpoints and claims of partitions are kept.
 *
 * @param blob whether in Azure Blob Storage; else in the store of the service
 * @param connectionString of the storage account, a secret; empty where an identity is used
 * @param account the address of the storage account, {@code https://NAME.blob.core.windows.net}
 * @param container the container, made when it is missing
 */
record CheckpointOptions(boolean blob, String connectionString, String account, String container) {

  /** Never shows the secret. */
  @Override
  public String toString() {
    return blob ? "blob container " + container : "store";
  }
}
