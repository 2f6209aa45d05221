package dev.appwatch.routes;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;

/** A real Kafka broker that asks for what Event Hubs asks for: TLS, and a connection string. */
final class Broker implements AutoCloseable {

  static final String SECRET =
      "Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=listen;SharedAccessKey=c2VjcmV0";
  private static final int LONGEST_MESSAGE = 32 << 20;

  private final int port = RunningHub.freePort();
  private final int plainPort = RunningHub.freePort();
  private final TestKeys keys;
  private final Properties properties;
  private KafkaRaftServer server;

  Broker(Path folder) throws Exception {
    keys = TestKeys.in(folder);
    properties = properties(folder);
    Path file = folder.resolve("broker.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    StorageTool.execute(
        new String[] {
          "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
        },
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    server = started();
  }

  private KafkaRaftServer started() {
    KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    starting.startup();
    return starting;
  }

  /** Comes back after {@link #close} with what it had. */
  void restart() {
    server = started();
  }

  /** Returns the address of the listener that asks for nothing. */
  String plainAddress() {
    return "127.0.0.1:" + plainPort;
  }

  /** Returns the address of the listener with TLS and a connection string. */
  String address() {
    return "127.0.0.1:" + port;
  }

  private Properties properties(Path folder) {
    int controller = RunningHub.freePort();
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "node.id", "1",
            "process.roles", "broker,controller",
            "controller.quorum.voters", "1@127.0.0.1:" + controller,
            "controller.listener.names", "CONTROLLER",
            "inter.broker.listener.name", "PLAIN",
            "listeners",
                "SASL_SSL://127.0.0.1:%d,PLAIN://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                    .formatted(port, plainPort, controller),
            "advertised.listeners",
                "SASL_SSL://127.0.0.1:%d,PLAIN://127.0.0.1:%d".formatted(port, plainPort),
            "listener.security.protocol.map",
                "SASL_SSL:SASL_SSL,PLAIN:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs", folder.resolve("log").toString(),
            "sasl.enabled.mechanisms", "PLAIN"));
    properties.putAll(
        Map.of(
            "listener.name.sasl_ssl.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_$ConnectionString=\"%s\";"
                    .formatted(SECRET),
            "ssl.keystore.location", keys.file().toString(),
            "ssl.keystore.password", TestKeys.PASSWORD,
            "ssl.keystore.type", "PKCS12",
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "group.initial.rebalance.delay.ms", "0",
            "log.cleaner.dedupe.buffer.size", "2000000"));
    properties.put("message.max.bytes", String.valueOf(LONGEST_MESSAGE));
    return properties;
  }

  /** Returns what a JVM needs to trust the broker. */
  List<String> trust() {
    return keys.trust();
  }

  /** Returns the environment of a service that reads the topic. */
  Map<String, String> environment(String topic) {
    return Map.of(
        "APPWATCH_KAFKA_ENABLED",
        "true",
        "APPWATCH_KAFKA_BROKERS",
        "127.0.0.1:" + port,
        "APPWATCH_KAFKA_TOPICS",
        topic,
        "APPWATCH_KAFKA_SESSION",
        "6000",
        "APPWATCH_KAFKA_PASSWORD",
        SECRET);
  }

  void makeTopic(String topic, int partitions) throws Exception {
    try (Admin admin = Admin.create(plain())) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
  }

  /** Returns what the shipped route needs to read a topic without TLS, in this process. */
  Map<String, String> routeProperties(String topic) {
    return Map.of(
        "appwatch.kafka.enabled", "true",
        "appwatch.kafka.brokers", "127.0.0.1:" + plainPort,
        "appwatch.kafka.security", "PLAINTEXT",
        "appwatch.kafka.auth", "NONE",
        "appwatch.kafka.topics", topic);
  }

  void send(String topic, List<String> messages) throws Exception {
    sendBytes(topic, messages.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
  }

  void sendBytes(String topic, List<byte[]> messages) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(plain(), new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<?>> sent = new ArrayList<>();
      for (byte[] bytes : messages) {
        sent.add(producer.send(new ProducerRecord<>(topic, bytes)));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    }
  }

  private Map<String, Object> plain() {
    return Map.of(
        "bootstrap.servers",
        plainAddress(),
        "batch.size",
        "1",
        "max.request.size",
        LONGEST_MESSAGE,
        "buffer.memory",
        2L * LONGEST_MESSAGE);
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
