package dev.appwatch.store;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Who reads which partition, and how far each was read. Safe to share between threads; PostgreSQL
 * also between processes.
 *
 * <p>Every method throws {@link StoreException} when the database does not answer.
 */
public final class Partitions {

  private static final String OF_GROUP =
      " WHERE namespace = :namespace AND hub = :hub AND consumer_group = :group";

  private final Database database;

  Partitions(Database database) {
    this.database = database;
  }

  /** Returns every claim of a group, also those that nobody renews any more. */
  public List<PartitionOwner> owners(ConsumerGroup group) {
    return database.read(
        handle ->
            of(
                    group,
                    handle.createQuery(
                        "SELECT partition_id, owner, etag, (SELECT millis FROM moment) - claimed AS"
                            + " age FROM partition_owner"
                            + OF_GROUP))
                .map(
                    (row, context) ->
                        new PartitionOwner(
                            group,
                            row.getString("partition_id"),
                            row.getString("owner"),
                            row.getString("etag"),
                            Duration.ofMillis(row.getLong("age"))))
                .list());
  }

  /**
   * Claims partitions, or renews claims: each only if nobody else claimed it since its etag was
   * read.
   *
   * @return the claims that succeeded, with their new etags
   */
  public List<PartitionOwner> claim(List<PartitionOwner> wanted) {
    List<PartitionOwner> inOrder = new ArrayList<>(wanted);
    inOrder.sort(comparing(PartitionOwner::partition)); // in one order, nobody waits in a circle
    return database.writeApart(
        handle -> {
          List<PartitionOwner> claimed = new ArrayList<>();
          for (PartitionOwner one : inOrder) {
            String etag = UUID.randomUUID().toString();
            if (claim(handle, one, etag)) {
              claimed.add(
                  new PartitionOwner(
                      one.group(), one.partition(), one.owner(), etag, Duration.ZERO));
            }
          }
          return claimed;
        });
  }

  private static boolean claim(Handle handle, PartitionOwner wanted, String etag) {
    String statement =
        wanted.etag() == null
            ? """
            INSERT INTO partition_owner
              (namespace, hub, consumer_group, partition_id, owner, etag, claimed)
            VALUES
              (:namespace, :hub, :group, :partition, :owner, :etag, (SELECT millis FROM moment))
            ON CONFLICT (namespace, hub, consumer_group, partition_id) DO NOTHING
            """
            : "UPDATE partition_owner SET owner = :owner, etag = :etag, claimed = (SELECT millis"
                + " FROM moment)"
                + OF_GROUP
                + " AND partition_id = :partition AND etag = :known";
    var update = of(wanted.group(), handle.createUpdate(statement));
    if (wanted.etag() != null) {
      update.bind("known", wanted.etag());
    }
    return update
            .bind("partition", wanted.partition())
            .bind("owner", wanted.owner())
            .bind("etag", etag)
            .execute()
        == 1;
  }

  /** Returns how far each partition was read for a group; those that never were are missing. */
  public List<PartitionCheckpoint> checkpoints(ConsumerGroup group) {
    return database.read(
        handle ->
            of(group, handle.createQuery("SELECT * FROM partition_checkpoint" + OF_GROUP))
                .map(
                    (row, context) ->
                        new PartitionCheckpoint(
                            group,
                            row.getString("partition_id"),
                            row.getObject("sequence_no") == null
                                ? null
                                : row.getLong("sequence_no"),
                            row.getString("event_offset")))
                .list());
  }

  /** Keeps how far a partition was read; when this returns, it is on disk. */
  public void checkpoint(PartitionCheckpoint checkpoint) {
    database.writeApart(
        handle ->
            of(
                    checkpoint.group(),
                    handle.createUpdate(
                        """
                        INSERT INTO partition_checkpoint
                          (namespace, hub, consumer_group, partition_id, sequence_no, event_offset,
                           saved)
                        VALUES
                          (:namespace, :hub, :group, :partition, :sequence, :offset,
                           (SELECT millis FROM moment))
                        ON CONFLICT (namespace, hub, consumer_group, partition_id) DO UPDATE SET
                          sequence_no = excluded.sequence_no,
                          event_offset = excluded.event_offset, saved = excluded.saved
                        """))
                .bind("partition", checkpoint.partition())
                .bind("sequence", checkpoint.sequence())
                .bind("offset", checkpoint.offset())
                .execute());
  }

  private static <T extends SqlStatement<T>> T of(ConsumerGroup group, T statement) {
    return statement
        .bind("namespace", group.namespace())
        .bind("hub", group.hub())
        .bind("group", group.name());
  }
}
