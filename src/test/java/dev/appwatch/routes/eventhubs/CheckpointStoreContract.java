package dev.appwatch.routes.eventhubs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the client of event hubs relies on, wherever checkpoints and claims are kept. */
abstract class CheckpointStoreContract {

  static final String NAMESPACE = "contoso.servicebus.windows.net";

  /** Returns a store; all of one test share what they keep, as processes do. */
  abstract CheckpointStore store();

  @Test
  void knowsNothingAtFirst() {
    assertThat(owners("new")).isEmpty();
    assertThat(store().listCheckpoints(NAMESPACE, "new", "$default").collectList().block())
        .isEmpty();
  }

  @Test
  void aPartitionThatIsFreeIsClaimedByOne() {
    List<PartitionOwnership> claimed = claim(ownership("free", "0", "one", null));
    List<PartitionOwnership> late = claim(ownership("free", "0", "other", null));

    assertThat(claimed).hasSize(1);
    assertThat(claimed.get(0).getETag()).isNotBlank();
    assertThat(late).isEmpty();
    assertThat(owners("free")).singleElement().extracting("ownerId").isEqualTo("one");
    assertThat(listed("free").getLastModifiedTime()).isPositive();
  }

  @Test
  void ofManyAtOnceOneClaims() {
    List<CompletableFuture<List<PartitionOwnership>>> claims =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> claim(ownership("many", "0", "p" + i, null))))
            .toList();

    assertThat(claims.stream().map(CompletableFuture::join).filter(won -> !won.isEmpty()))
        .hasSize(1);
  }

  @Test
  void aClaimIsRenewedAndItsTimeMovesOn() {
    PartitionOwnership claimed = claim(ownership("renewed", "0", "one", null)).get(0);
    Long first = listed("renewed").getLastModifiedTime();

    // a store may count whole seconds, or tell its time by another clock, a millisecond off
    String etag = claimed.getETag();
    long clearlyLater = first + 5;
    for (int i = 0; i < 10_000 && listed("renewed").getLastModifiedTime() < clearlyLater; i++) {
      PartitionOwnership renewed = claim(ownership("renewed", "0", "one", etag)).get(0);
      assertThat(renewed.getETag()).isNotEqualTo(etag);
      etag = renewed.getETag();
    }

    assertThat(listed("renewed").getLastModifiedTime()).isGreaterThan(first);
    assertThat(listed("renewed").getETag()).isEqualTo(etag);
  }

  @Test
  void whatWasClaimedMeanwhileIsNotTaken() {
    PartitionOwnership first = claim(ownership("stolen", "0", "one", null)).get(0);
    claim(ownership("stolen", "0", "other", first.getETag()));

    List<PartitionOwnership> late = claim(ownership("stolen", "0", "one", first.getETag()));

    assertThat(late).isEmpty();
    assertThat(listed("stolen").getOwnerId()).isEqualTo("other");
  }

  @Test
  void ofSeveralClaimsThoseThatCanSucceedDo() {
    claim(ownership("several", "1", "other", null));

    List<PartitionOwnership> claimed =
        claim(
            ownership("several", "0", "one", null),
            ownership("several", "1", "one", null),
            ownership("several", "2", "one", null));

    assertThat(claimed).extracting("partitionId").containsExactlyInAnyOrder("0", "2");
  }

  @Test
  void aClaimThatWasGivenUpIsTakenByAnother() {
    PartitionOwnership first = claim(ownership("given", "0", "one", null)).get(0);
    claim(ownership("given", "0", "", first.getETag()));

    PartitionOwnership free = listed("given");
    assertThat(free.getOwnerId()).isEmpty();

    assertThat(claim(ownership("given", "0", "other", free.getETag()))).hasSize(1);
  }

  @Test
  void keepsTheLastCheckpointOfEveryPartition() {
    save("kept", "0", 4, "2048");
    save("kept", "0", 9, "4608");
    save("kept", "7", 1, "512");
    save("other", "0", 2, "1024");

    List<Checkpoint> kept =
        store().listCheckpoints(NAMESPACE, "kept", "$default").collectList().block();

    assertThat(kept)
        .extracting("partitionId", "sequenceNumber", "offsetString")
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("0", 9L, "4608"),
            org.assertj.core.groups.Tuple.tuple("7", 1L, "512"));
  }

  private void save(String hub, String partition, long sequence, String offset) {
    store()
        .updateCheckpoint(
            new Checkpoint()
                .setFullyQualifiedNamespace(NAMESPACE)
                .setEventHubName(hub)
                .setConsumerGroup("$default")
                .setPartitionId(partition)
                .setSequenceNumber(sequence)
                .setOffsetString(offset))
        .block();
  }

  private PartitionOwnership listed(String hub) {
    return owners(hub).get(0);
  }

  private List<PartitionOwnership> owners(String hub) {
    return requireNonNull(store().listOwnership(NAMESPACE, hub, "$default").collectList().block());
  }

  private List<PartitionOwnership> claim(PartitionOwnership... wanted) {
    return requireNonNull(store().claimOwnership(List.of(wanted)).collectList().block());
  }

  private static PartitionOwnership ownership(
      String hub, String partition, String owner, @Nullable String etag) {
    return new PartitionOwnership()
        .setFullyQualifiedNamespace(NAMESPACE)
        .setEventHubName(hub)
        .setConsumerGroup("$default")
        .setPartitionId(partition)
        .setOwnerId(owner)
        .setETag(etag);
  }
}
