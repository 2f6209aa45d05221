package dev.appwatch.routes;

import java.lang.management.ManagementFactory;
import java.util.function.ObjLongConsumer;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** How far Kafka's consumers are behind, as they tell it themselves by JMX. */
final class KafkaLags {

  private static final String CONSUMERS =
      "kafka.consumer:type=consumer-fetch-manager-metrics,topic=*,partition=*,client-id=*";

  private KafkaLags() {}

  /** Hands out what the consumers of this process say. */
  static void forEach(ObjLongConsumer<Lags.Partition> consumer) {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    for (ObjectName reader : server.queryNames(name(), null)) {
      String partition = reader.getKeyProperty("topic") + "/" + reader.getKeyProperty("partition");
      Double lag = lag(server, reader);
      if (lag != null && !lag.isNaN()) {
        consumer.accept(new Lags.Partition("kafka", partition), lag.longValue());
      }
    }
  }

  /** Returns how many records wait; null when the consumer was closed meanwhile. */
  private static @Nullable Double lag(MBeanServer server, ObjectName reader) {
    try {
      return server.getAttribute(reader, "records-lag") instanceof Double lag ? lag : null;
    } catch (JMException e) {
      return null;
    }
  }

  private static ObjectName name() {
    try {
      return new ObjectName(CONSUMERS);
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }
}
