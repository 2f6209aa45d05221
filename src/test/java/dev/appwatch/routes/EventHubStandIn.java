package dev.appwatch.routes;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonReceiver;
import io.vertx.proton.ProtonSender;
import io.vertx.proton.ProtonServer;
import io.vertx.proton.ProtonServerOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Speaks AMQP as Event Hubs does, as far as a reader of an event hub asks: tokens, properties of
 * hub and partitions, receivers that begin after an offset, and epochs.
 */
final class EventHubStandIn implements AutoCloseable {

  static final String HUB = "insights-logs-auditlogs";
  static final String KEY = "c2VjcmV0+/abc=";

  private static final int BYTES_OF_AN_EVENT = 512; // offsets are no sequence numbers
  private static final Pattern FILTER =
      Pattern.compile("amqp\\.annotation\\.x-opt-([a-z-]+) (>=?) '([^']*)'");

  /** One loop: what a test does must not meet the engine of a connection on another thread. */
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

  private final List<List<Event>> partitions = new ArrayList<>();
  private final Map<Integer, Reader> readers = new HashMap<>();
  private final Map<ProtonConnection, Map<String, ProtonSender>> answers = new HashMap<>();
  private final Set<ProtonConnection> connections = new HashSet<>();
  private final AtomicInteger subscriptions = new AtomicInteger();
  private final boolean tls;
  private final ProtonServer server;

  private record Event(Section body, Date enqueued) {}

  private static final class Reader {
    private final ProtonSender sender;
    private int next;

    Reader(ProtonSender sender, int next) {
      this.sender = sender;
      this.next = next;
    }
  }

  /**
   * Starts to listen.
   *
   * @param keys the key of its certificate; null for plain TCP
   */
  EventHubStandIn(int partitions, @Nullable PfxOptions keys) {
    IntStream.range(0, partitions).forEach(any -> this.partitions.add(new ArrayList<>()));
    tls = keys != null;
    ProtonServerOptions options = new ProtonServerOptions().setHost("127.0.0.1").setPort(0);
    if (keys != null) {
      options.setSsl(true).setKeyCertOptions(keys);
    }
    server = ProtonServer.create(vertx, options).connectHandler(this::connected);
    CompletableFuture<ProtonServer> listening = new CompletableFuture<>();
    server.listen(
        result -> {
          if (result.succeeded()) {
            listening.complete(result.result());
          } else {
            listening.completeExceptionally(result.cause());
          }
        });
    listening.join();
  }

  String connectionString() {
    return "Endpoint=sb://127.0.0.1:%d;SharedAccessKeyName=listen;SharedAccessKey=%s;%sEntityPath=%s"
        .formatted(server.actualPort(), KEY, tls ? "" : "UseDevelopmentEmulator=true;", HUB);
  }

  /** Appends events to a partition. */
  void append(int partition, List<String> bodies) {
    append(
        partition,
        bodies.stream()
            .map(body -> new Data(new Binary(body.getBytes(StandardCharsets.UTF_8))))
            .toArray(Section[]::new));
  }

  /** Appends an event of any bytes to a partition. */
  void append(int partition, byte[] body) {
    append(partition, new Data(new Binary(body)));
  }

  void append(int partition, Section... bodies) {
    onLoop(
        () -> {
          for (Section body : bodies) {
            partitions.get(partition).add(new Event(body, now()));
          }
          Reader reader = readers.get(partition);
          if (reader != null) {
            pump(partition, reader);
          }
        });
  }

  /** Ends every TCP connection without a word. */
  void cut() {
    onLoop(() -> Set.copyOf(connections).forEach(ProtonConnection::disconnect));
  }

  private void onLoop(Runnable work) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    vertx.runOnContext(
        any -> {
          work.run();
          done.complete(null);
        });
    done.join();
  }

  private void connected(ProtonConnection connection) {
    connections.add(connection);
    answers.put(connection, new HashMap<>());
    connection
        .setContainer("stand-in")
        .openHandler(remote -> connection.open())
        .closeHandler(
            remote -> {
              connection.close();
              connection.disconnect();
            })
        .disconnectHandler(
            gone -> {
              connections.remove(connection);
              answers.remove(connection);
              readers
                  .values()
                  .removeIf(reader -> reader.sender.getSession().getConnection() == connection);
            })
        .sessionOpenHandler(
            session -> session.closeHandler(remote -> session.close().free()).open())
        .receiverOpenHandler(receiver -> asked(connection, receiver))
        .senderOpenHandler(sender -> subscribed(connection, sender));
  }

  /** The client's side of a link on which it asks. */
  private void asked(ProtonConnection connection, ProtonReceiver receiver) {
    String address = receiver.getRemoteTarget().getAddress();
    receiver
        .setTarget(receiver.getRemoteTarget())
        .setSource(receiver.getRemoteSource())
        .closeHandler(remote -> receiver.close())
        .handler(
            (delivery, message) -> {
              ProtonSender back = requireNonNull(answersTo(connection).get(address));
              Message answer = address.equals("$cbs") ? token(message) : properties(message);
              answer.setCorrelationId(message.getMessageId());
              back.send(answer);
            })
        .open();
  }

  private void subscribed(ProtonConnection connection, ProtonSender sender) {
    String address = sender.getRemoteSource().getAddress();
    sender.setSource(sender.getRemoteSource()).setTarget(sender.getRemoteTarget());
    sender.closeHandler(remote -> sender.close());
    if (address.startsWith("$")) {
      answersTo(connection).put(address, sender);
      sender.open();
      return;
    }
    int partition = Integer.parseInt(address.substring(address.lastIndexOf('/') + 1));
    Reader reader = new Reader(sender, first(partition, (Source) sender.getRemoteSource()));
    Reader before = readers.put(partition, reader);
    if (before != null) {
      before.sender.setCondition(
          new ErrorCondition(Symbol.valueOf("amqp:link:stolen"), "A new receiver came."));
      before.sender.close();
    }
    sender.closeHandler(
        remote -> {
          readers.remove(partition, reader);
          sender.close();
        });
    sender.sendQueueDrainHandler(credit -> pump(partition, reader));
    sender.open();
    subscriptions.incrementAndGet();
  }

  /** Returns how often a partition was opened by a reader. */
  int subscriptions() {
    return subscriptions.get();
  }

  private Map<String, ProtonSender> answersTo(ProtonConnection connection) {
    return requireNonNull(answers.get(connection));
  }

  private int first(int partition, Source source) {
    Map<?, ?> filters = source.getFilter();
    Object filter = filters.values().iterator().next();
    Matcher matcher = FILTER.matcher(String.valueOf(((DescribedType) filter).getDescribed()));
    if (!matcher.find()) {
      throw new IllegalStateException("The filter (%s) is unknown.".formatted(filter));
    }
    if (matcher.group(3).equals("@latest")) {
      return partitions.get(partition).size();
    }
    long value = Long.parseLong(matcher.group(3));
    if (value < 0) {
      return 0;
    }
    long index = matcher.group(1).equals("offset") ? value / BYTES_OF_AN_EVENT : value;
    return (int) index + (matcher.group(2).equals(">=") ? 0 : 1);
  }

  private void pump(int partition, Reader reader) {
    List<Event> events = partitions.get(partition);
    while (reader.next < events.size()
        && reader.sender.isOpen()
        && !reader.sender.sendQueueFull()) {
      reader.sender.send(message(events, reader.next));
      reader.next++;
    }
  }

  private static Message message(List<Event> events, int index) {
    int last = events.size() - 1;
    Message message = Message.Factory.create();
    message.setBody(events.get(index).body());
    message.setMessageAnnotations(
        new MessageAnnotations(
            Map.of(
                Symbol.valueOf("x-opt-sequence-number"),
                (long) index,
                Symbol.valueOf("x-opt-offset"),
                offset(index),
                Symbol.valueOf("x-opt-enqueued-time"),
                events.get(index).enqueued())));
    message.setDeliveryAnnotations(
        new DeliveryAnnotations(
            Map.of(
                Symbol.valueOf("last_enqueued_sequence_number"),
                (long) last,
                Symbol.valueOf("last_enqueued_offset"),
                offset(last),
                Symbol.valueOf("last_enqueued_time_utc"),
                events.get(last).enqueued(),
                Symbol.valueOf("runtime_info_retrieval_time_utc"),
                now())));
    return message;
  }

  private static Date now() {
    return Date.from(Instant.now());
  }

  private static String offset(int index) {
    return String.valueOf((long) index * BYTES_OF_AN_EVENT);
  }

  private static Message token(Message asked) {
    boolean known = String.valueOf(((AmqpValue) asked.getBody()).getValue()).contains("skn=listen");
    return answer(known ? 202 : 401, new AmqpValue(""));
  }

  private Message properties(Message asked) {
    Map<String, Object> what = asked.getApplicationProperties().getValue();
    Map<String, Object> told = new HashMap<>();
    told.put("name", HUB);
    if ("com.microsoft:eventhub".equals(what.get("type"))) {
      told.put("created_at", now());
      told.put(
          "partition_ids",
          IntStream.range(0, partitions.size()).mapToObj(String::valueOf).toArray(String[]::new));
      told.put("partition_count", partitions.size());
      told.put("georeplication_factor", 1);
    } else {
      String partition = String.valueOf(what.get("partition"));
      int size = partitions.get(Integer.parseInt(partition)).size();
      told.put("partition", partition);
      told.put("begin_sequence_number", 0L);
      told.put("last_enqueued_sequence_number", size - 1L);
      told.put("last_enqueued_offset", offset(size - 1));
      told.put("last_enqueued_time_utc", now());
      told.put("is_partition_empty", size == 0);
    }
    return answer(200, new AmqpValue(told));
  }

  private static Message answer(int status, AmqpValue body) {
    Message answer = Message.Factory.create();
    answer.setApplicationProperties(
        new ApplicationProperties(
            Map.of("status-code", status, "status-description", String.valueOf(status))));
    answer.setBody(body);
    return answer;
  }

  @Override
  public void close() {
    server.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
