import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records at a steady rate with Kafka's own client, and sees in the sinks when each of them comes out.
 *
 * <p>SoakProbe BROKERS LATENCY_FILE SOURCE SINK QUARANTINE [SOURCE SINK QUARANTINE...] -- COMMAND..., where the command
 * prints records without end: length and bytes of topic, partition, key, value, number of headers, names and values.
 *
 * <p>Orders on standard input, each answered by a JSON line: `fill RECORDS` writes as fast as it can; `prepare RECORDS`
 * has so many made and kept in a file, and ends the command, so that it takes no processor time from what is measured;
 * `follow` begins to read sinks and quarantines; `pace RATE SECONDS` writes steadily; `settle SECONDS` waits for what is
 * still missing, writes the latencies (milliseconds since the pace began, microseconds: two 32-bit numbers a record) and
 * judges.
 */
public final class SoakProbe {
  private static final int READ_AHEAD = 20_000;
  private static final int BUFFER_BYTES = 1 << 16;
  /** The writer wakes up so often at most: a thousand times a second disturbs nobody. */
  private static final long SHORTEST_REST_NANOS = 1_000_000;
  private static final long NOT_MEASURED = Long.MIN_VALUE;

  /** What is known of one source partition, by offset. */
  private static final class Lane {
    private long[] sent = new long[1 << 16];
    private long[] seen = new long[1 << 16];
    private long written;
    private long lastInSink = -1;

    private void reach(int offset) {
      if (offset < sent.length) return;
      sent = Arrays.copyOf(sent, Math.max(offset + 1, 2 * sent.length));
      seen = Arrays.copyOf(seen, sent.length);
    }
  }

  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Map<String, String> sourceOfSink = new HashMap<>();
  private final List<String> outputs = new ArrayList<>();
  private final BlockingQueue<ProducerRecord<byte[], byte[]>> ahead = new ArrayBlockingQueue<>(READ_AHEAD);
  private final AtomicBoolean isPrepared = new AtomicBoolean();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final String brokers;
  private final KafkaProducer<byte[], byte[]> producer;
  private volatile boolean isOver;
  private Thread generatorReader;
  private long doubled;
  private long outOfOrder;
  private long strange;
  private long quarantined;
  private long paceBegan;

  private SoakProbe(String brokers) {
    this.brokers = brokers;
    Properties settings = new Properties();
    settings.put("bootstrap.servers", brokers);
    settings.put("acks", "all");
    settings.put("linger.ms", "5");
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  public static void main(String[] args) throws Exception {
    int end = List.of(args).indexOf("--");
    SoakProbe probe = new SoakProbe(args[0]);
    for (int index = 2; index < end; index += 3) {
      probe.sourceOfSink.put(args[index + 1], args[index]);
      probe.outputs.add(args[index + 1]);
      probe.outputs.add(args[index + 2]);
    }
    Process generator =
        new ProcessBuilder(List.of(args).subList(end + 1, args.length))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      probe.generatorReader = probe.start("reader of the generator", () -> probe.readGenerator(generator));
      var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        System.out.println(probe.obey(line.split(" "), args[1], generator));
        System.out.flush();
      }
    } finally {
      probe.isOver = true;
      generator.destroyForcibly();
    }
    System.exit(0);
  }

  private String obey(String[] order, String latencyFile, Process generator) throws Exception {
    switch (order[0]) {
      case "fill":
        long count = Long.parseLong(order[1]);
        for (long done = 0; done < count; done += 1) send(NOT_MEASURED);
        producer.flush();
        return "{\"written\":" + written() + "}";
      case "prepare":
        return prepare(Long.parseLong(order[1]), latencyFile + ".records", generator);
      case "follow":
        start("follower", this::follow);
        return "{}";
      case "pace":
        return pace(Double.parseDouble(order[1]), Double.parseDouble(order[2]));
      case "settle":
        return settle(Double.parseDouble(order[1]), latencyFile);
      default:
        throw new IllegalArgumentException(order[0]);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private Thread start(String name, Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Throwable thrown) {
                if (!isOver) failure.compareAndSet(null, thrown);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void check() throws Exception {
    Throwable thrown = failure.get();
    if (thrown != null) throw new IOException("failed: " + thrown.getClass().getName(), thrown);
  }

  private void readGenerator(Process generator) throws Exception {
    try {
      readAhead(generator.getInputStream(), Long.MAX_VALUE);
    } catch (IOException thrown) {
      if (!isPrepared.get()) throw thrown;
    }
  }

  private void readAhead(InputStream stream, long records) throws Exception {
    var input = new DataInputStream(new BufferedInputStream(stream, BUFFER_BYTES));
    for (long left = records; left > 0 && !isOver; left -= 1) {
      String topic = new String(bytes(input), StandardCharsets.UTF_8);
      int partition = input.readInt();
      var record = new ProducerRecord<>(topic, partition, bytes(input), bytes(input));
      for (int headers = input.readInt(); headers > 0; headers -= 1) {
        String name = new String(bytes(input), StandardCharsets.UTF_8);
        record.headers().add(new RecordHeader(name, bytes(input)));
      }
      ahead.put(record);
    }
  }

  private String prepare(long records, String file, Process generator) throws Exception {
    try (var output = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(file), BUFFER_BYTES))) {
      for (long left = records; left > 0; left -= 1) {
        ProducerRecord<byte[], byte[]> record = takeAhead();
        write(output, record.topic().getBytes(StandardCharsets.UTF_8));
        output.writeInt(record.partition());
        write(output, record.key());
        write(output, record.value());
        Header[] headers = record.headers().toArray();
        output.writeInt(headers.length);
        for (Header header : headers) {
          write(output, header.key().getBytes(StandardCharsets.UTF_8));
          write(output, header.value());
        }
      }
    }
    isPrepared.set(true);
    generator.destroyForcibly().waitFor();
    // Its reader may still wait for a place: what it holds goes out with the rest.
    while (generatorReader.isAlive()) ahead.poll(50, TimeUnit.MILLISECONDS);
    ahead.clear();
    start("reader of the prepared records", () -> {
      try (var input = new FileInputStream(file)) {
        readAhead(input, records);
      }
    });
    return "{\"prepared\":" + records + "}";
  }

  private static void write(DataOutputStream output, byte[] content) throws IOException {
    output.writeInt(content == null ? -1 : content.length);
    if (content != null) output.write(content);
  }

  /** A length of -1 stands for null. */
  private static byte[] bytes(DataInputStream input) throws IOException {
    int length = input.readInt();
    if (length < 0) return null;
    byte[] content = new byte[length];
    input.readFully(content);
    return content;
  }

  /** The next record; throws when a thread of this process has failed. */
  private ProducerRecord<byte[], byte[]> takeAhead() throws Exception {
    for (;;) {
      check();
      ProducerRecord<byte[], byte[]> record = ahead.poll(1, TimeUnit.SECONDS);
      if (record != null) return record;
    }
  }

  private Lane laneOf(String topic, int partition) {
    synchronized (lanes) {
      return lanes.computeIfAbsent(topic + "/" + partition, key -> new Lane());
    }
  }

  /** @param at when it began to be sent, in nanoseconds of the JVM's clock; or not measured */
  private void send(long at) throws Exception {
    ProducerRecord<byte[], byte[]> record = takeAhead();
    Lane lane = laneOf(record.topic(), record.partition());
    producer.send(
        record,
        (metadata, thrown) -> {
          if (thrown != null) {
            failure.compareAndSet(null, thrown);
            return;
          }
          synchronized (lane) {
            int offset = Math.toIntExact(metadata.offset());
            lane.reach(offset);
            lane.sent[offset] = at;
            lane.written += 1;
          }
        });
  }

  private String pace(double rate, double seconds) throws Exception {
    paceBegan = System.nanoTime();
    long latest = 0;
    long total = (long) (rate * seconds);
    for (long done = 0; done < total; done += 1) {
      long due = paceBegan + (long) (done / rate * 1e9);
      long now = System.nanoTime();
      while (now < due) {
        LockSupport.parkNanos(Math.max(due - now, SHORTEST_REST_NANOS));
        now = System.nanoTime();
      }
      latest = Math.max(latest, now - due);
      send(now);
    }
    producer.flush();
    double took = (System.nanoTime() - paceBegan) / 1e9;
    return "{\"written\":" + written() + ",\"paced\":" + total + ",\"seconds\":" + took + ",\"latestMs\":" + latest / 1_000_000 + "}";
  }

  private long written() {
    synchronized (lanes) {
      return lanes.values().stream().mapToLong(lane -> { synchronized (lane) { return lane.written; } }).sum();
    }
  }

  private void follow() {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", brokers);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "none");
    settings.put("allow.auto.create.topics", "false");
    var deserializer = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings, deserializer, deserializer)) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (String topic : outputs)
        for (PartitionInfo each : consumer.partitionsFor(topic)) partitions.add(new TopicPartition(topic, each.partition()));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!isOver) {
        var found = consumer.poll(Duration.ofMillis(200));
        long now = System.nanoTime();
        for (ConsumerRecord<byte[], byte[]> record : found) note(record, now);
      }
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record, long now) {
    String source = sourceOfSink.get(record.topic());
    boolean isSink = source != null;
    Header header = record.headers().lastHeader("sigilo-source");
    byte[] place = isSink ? (header == null ? null : header.value()) : record.key();
    String[] parts = place == null ? new String[0] : new String(place, StandardCharsets.UTF_8).split("/");
    if (parts.length != 3 || (isSink && (!parts[0].equals(source) || Integer.parseInt(parts[1]) != record.partition()))) {
      strange += 1;
      return;
    }
    Lane lane = laneOf(parts[0], Integer.parseInt(parts[1]));
    int offset = Integer.parseInt(parts[2]);
    synchronized (lane) {
      lane.reach(offset);
      if (lane.seen[offset] != 0) doubled += 1;
      else lane.seen[offset] = now;
      if (!isSink) quarantined += 1;
      else if (offset <= lane.lastInSink) outOfOrder += 1;
      else lane.lastInSink = offset;
    }
  }

  private long missing() {
    long missing = 0;
    for (Lane lane : lanes.values()) {
      synchronized (lane) {
        for (int offset = 0; offset < lane.written; offset += 1) if (lane.seen[offset] == 0) missing += 1;
      }
    }
    return missing;
  }

  private String settle(double seconds, String latencyFile) throws Exception {
    long until = System.nanoTime() + (long) (seconds * 1e9);
    long missing = missing();
    for (; missing > 0 && System.nanoTime() < until; missing = missing()) {
      check();
      Thread.sleep(500);
    }
    // What comes twice would come about now.
    Thread.sleep(2_000);
    check();
    try (var output = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(latencyFile)))) {
      for (Lane lane : lanes.values()) {
        synchronized (lane) {
          for (int offset = 0; offset < lane.written; offset += 1) {
            if (lane.sent[offset] == NOT_MEASURED || lane.seen[offset] == 0) continue;
            output.writeInt((int) ((lane.sent[offset] - paceBegan) / 1_000_000));
            output.writeInt((int) Math.min(Integer.MAX_VALUE, (lane.seen[offset] - lane.sent[offset]) / 1_000));
          }
        }
      }
    }
    return "{\"written\":" + written() + ",\"missing\":" + missing + ",\"doubled\":" + doubled + ",\"outOfOrder\":" + outOfOrder
        + ",\"strange\":" + strange + ",\"quarantined\":" + quarantined + "}";
  }
}
