import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics with Kafka's own client, so that what Sigilo wrote is judged by code that shares nothing with it.
 *
 * <p>TopicReader BROKERS records|counts|ends read_committed|read_uncommitted TOPIC...
 * TopicReader BROKERS group GROUP
 *
 * <p>Prints JSON lines. A topic is read from its first offset to the end that the isolation level showed at the
 * start; an open transaction ends the reading of a read_committed partition.
 */
public final class TopicReader {
  /** Without progress for so long, the reading fails instead of waiting for ever. */
  private static final long IDLE_MILLIS = 30_000;

  private final PrintStream out =
      new PrintStream(new BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.UTF_8);
  private final String brokers;

  private TopicReader(String brokers) {
    this.brokers = brokers;
  }

  public static void main(String[] args) throws Exception {
    TopicReader reader = new TopicReader(args[0]);
    if (args[1].equals("group")) reader.printGroup(args[2]);
    else reader.printTopics(args[1], args[2], List.of(args).subList(3, args.length));
    reader.out.flush();
  }

  private void printTopics(String what, String isolation, List<String> topics) throws IOException {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", brokers);
    settings.put("isolation.level", isolation);
    settings.put("enable.auto.commit", "false");
    settings.put("allow.auto.create.topics", "false");
    settings.put("auto.offset.reset", "none");
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings, bytes, bytes)) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (String topic : topics) {
        List<PartitionInfo> found = consumer.partitionsFor(topic, Duration.ofMillis(IDLE_MILLIS));
        if (found == null || found.isEmpty()) throw new IllegalArgumentException("no such topic: " + topic);
        for (PartitionInfo each : found) partitions.add(new TopicPartition(topic, each.partition()));
      }
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<TopicPartition, Long> counts = new TreeMap<>(PARTITION_ORDER);
      for (TopicPartition each : partitions) counts.put(each, 0L);
      if (!what.equals("ends")) read(consumer, begins, ends, counts, what.equals("records"));
      if (what.equals("records")) return;
      for (var each : counts.entrySet()) {
        print(each.getKey());
        out.print(",\"begin\":" + begins.get(each.getKey()) + ",\"end\":" + ends.get(each.getKey()));
        if (what.equals("counts")) out.print(",\"count\":" + each.getValue());
        out.print("}\n");
      }
    }
  }

  private static final java.util.Comparator<TopicPartition> PARTITION_ORDER =
      java.util.Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

  private void read(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends,
      Map<TopicPartition, Long> counts,
      boolean print)
      throws IOException {
    List<TopicPartition> open = new ArrayList<>(begins.keySet());
    consumer.assign(open);
    begins.forEach(consumer::seek);
    long lastProgress = System.currentTimeMillis();
    long positions = -1;
    while (true) {
      // The position also passes aborted records and markers, which are never returned: it tells the end, not the records.
      List<TopicPartition> reached = open.stream().filter(p -> consumer.position(p) >= ends.get(p)).toList();
      if (!reached.isEmpty()) {
        open.removeAll(reached);
        consumer.pause(reached);
      }
      if (open.isEmpty()) return;
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() >= ends.get(partition)) continue;
        counts.merge(partition, 1L, Long::sum);
        if (print) print(partition, record);
      }
      long now = open.stream().mapToLong(consumer::position).sum();
      if (now != positions) lastProgress = System.currentTimeMillis();
      positions = now;
      if (System.currentTimeMillis() - lastProgress > IDLE_MILLIS) throw new IOException("no progress at " + open);
    }
  }

  private void printGroup(String group) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      Map<TopicPartition, OffsetAndMetadata> offsets = new TreeMap<>(PARTITION_ORDER);
      offsets.putAll(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
      offsets.forEach(
          (partition, offset) -> {
            if (offset == null) return;
            print(partition);
            out.print(",\"offset\":" + offset.offset() + "}\n");
          });
    }
  }

  /** Topic names consist of letters, digits, '.', '_' and '-': they need no escaping. */
  private void print(TopicPartition partition) {
    out.print("{\"topic\":\"" + partition.topic() + "\",\"partition\":" + partition.partition());
  }

  private void print(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
    print(partition);
    out.print(",\"offset\":" + record.offset() + ",\"timestamp\":" + record.timestamp());
    out.print(",\"key\":" + base64(record.key()) + ",\"value\":" + base64(record.value()) + ",\"headers\":[");
    String separator = "";
    for (Header header : record.headers()) {
      byte[] name = header.key().getBytes(StandardCharsets.UTF_8);
      out.print(separator + "[" + base64(name) + "," + base64(header.value()) + "]");
      separator = ",";
    }
    out.print("]}\n");
  }

  private static String base64(byte[] bytes) {
    return bytes == null ? "null" : '"' + Base64.getEncoder().encodeToString(bytes) + '"';
  }
}
