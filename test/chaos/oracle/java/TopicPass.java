import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed records of a topic, each partition from its first offset to its last stable one of now. */
final class TopicPass {
  /** Without progress for so long, the reading fails instead of waiting for ever. */
  private static final long IDLE_MILLIS = 60_000;

  private final Properties settings = new Properties();

  TopicPass(String brokers) {
    settings.put("bootstrap.servers", brokers);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("allow.auto.create.topics", "false");
    settings.put("auto.offset.reset", "none");
  }

  interface OnPartition {
    void meet(TopicPartition partition, long begin, long end);
  }

  interface OnRecord {
    void meet(ConsumerRecord<byte[], byte[]> record);
  }

  static TopicPartition partitionOf(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  /** All partitions are met before the first record. */
  void read(String topic, OnPartition onPartition, OnRecord onRecord) throws IOException {
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings, bytes, bytes)) {
      var found = consumer.partitionsFor(topic, Duration.ofMillis(IDLE_MILLIS));
      if (found == null || found.isEmpty()) throw new IOException("no such topic: " + topic);
      List<TopicPartition> open =
          found.stream().map(each -> new TopicPartition(topic, each.partition())).collect(Collectors.toList());
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(open);
      Map<TopicPartition, Long> ends = consumer.endOffsets(open);
      for (TopicPartition each : open) onPartition.meet(each, begins.get(each), ends.get(each));
      consumer.assign(open);
      begins.forEach(consumer::seek);
      long lastProgress = System.currentTimeMillis();
      long positions = -1;
      while (true) {
        // The position also passes aborted records and markers, which are never returned.
        List<TopicPartition> reached = open.stream().filter(p -> consumer.position(p) >= ends.get(p)).toList();
        consumer.pause(reached);
        open.removeAll(reached);
        if (open.isEmpty()) return;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (record.offset() < ends.get(partitionOf(record))) onRecord.meet(record);
        }
        long now = open.stream().mapToLong(consumer::position).sum();
        if (now != positions) lastProgress = System.currentTimeMillis();
        positions = now;
        if (System.currentTimeMillis() - lastProgress > IDLE_MILLIS) throw new IOException("no progress at " + open);
      }
    }
  }
}
