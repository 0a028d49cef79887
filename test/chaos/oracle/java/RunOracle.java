import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Judges a fault run with Kafka's own client, which shares no code with what it judges.
 *
 * <p>RunOracle BROKERS GROUP SOURCE,SINK,QUARANTINE... [deleted=TOPIC/PARTITION/BEFORE...]
 *
 * <p>Each committed record of a source must be in its sink or in its quarantine, once, in the order of its partition. A
 * sink record tells its place by the header `sigilo-source`, and by the message id that begins its value; a quarantine
 * record by its key. Message ids are those of the load: cSSSSSSS-RPPP-4KKK-8EEE-aNNNNNNNNNNN, with the route R (a to f), the partition P, the
 * number of the key K (fff without a key), E 1 for a record that belongs in the quarantine, and N that grows with each
 * record of the partition. A tombstone carries its id in the header `correlation-id`. A record without such an id belongs
 * in the quarantine. Prints one line of JSON; no value of a record is in it.
 */
public final class RunOracle {
  private static final long IDLE_MILLIS = 60_000;
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int ID_BYTES = 36;
  private static final int FRAME_BYTES = 5;
  private static final Pattern PLACE = Pattern.compile("(.+)/(\\d+)/(\\d+)");
  private static final Pattern REASON = Pattern.compile("\"reason\":\"([a-z_]+)\"");

  private static final int COMMITTED = 1;
  private static final int IN_SINK = 2;
  private static final int IN_QUARANTINE = 4;
  private static final int TO_QUARANTINE = 8;

  private record Route(String source, String sink, String quarantine) {}

  /** Of one source partition; `state` and `ids` are indexed by offset. */
  private static final class Place {
    final long begin;
    final byte[] state;
    /** Of each record's message id the hash; 0 where it has none. */
    final long[] ids;
    long deletedBefore;
    long lastInSink = -1;
    long lastInQuarantine = -1;

    Place(long begin, long end) {
      this.begin = begin;
      this.state = new byte[Math.toIntExact(end)];
      this.ids = new long[state.length];
    }
  }

  private final Map<TopicPartition, Place> places = new HashMap<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, Long> quarantined = new TreeMap<>();
  private final Map<String, Long> unexpected = new TreeMap<>();
  private final Properties settings = new Properties();
  private final String group;

  private RunOracle(String brokers, String group) {
    this.group = group;
    settings.put("bootstrap.servers", brokers);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("allow.auto.create.topics", "false");
    settings.put("auto.offset.reset", "none");
    for (String name :
        List.of(
            "records", "sinkRecords", "quarantineRecords", "lost", "doubled", "outOfOrder", "wrongPlace",
            "strange", "sourceRepeated", "lag", "hangingTransactions", "excused")) {
      counts.put(name, 0L);
    }
  }

  public static void main(String[] args) throws Exception {
    RunOracle oracle = new RunOracle(args[0], args[1]);
    List<Route> routes = new ArrayList<>();
    Map<TopicPartition, Long> deleted = new HashMap<>();
    for (String word : List.of(args).subList(2, args.length)) {
      if (word.startsWith("deleted=")) {
        Matcher place = matched(word.substring("deleted=".length()));
        deleted.merge(partitionOf(place), Long.parseLong(place.group(3)), Math::max);
      } else {
        String[] names = word.split(",");
        routes.add(new Route(names[0], names[1], names[2]));
      }
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[0]))) {
      for (Route route : routes) oracle.judge(route, deleted);
      oracle.countLag(admin, routes);
      oracle.countHanging(admin, routes);
    }
    System.out.println(oracle.json());
  }

  private void judge(Route route, Map<TopicPartition, Long> deleted) throws IOException {
    readSource(route, deleted);
    readSink(route);
    readQuarantine(route);
    places.forEach(
        (partition, place) -> {
          if (!partition.topic().equals(route.source())) return;
          for (int offset = 0; offset < place.state.length; offset++) weigh(place, offset);
        });
  }

  private void weigh(Place place, int offset) {
    int state = place.state[offset];
    boolean arrived = (state & (IN_SINK | IN_QUARANTINE)) != 0;
    if (offset < place.deletedBefore) {
      if (arrived) count("excused");
      return;
    }
    // What is gone from the source without a word cannot be judged: it counts as lost.
    boolean gone = offset < place.begin;
    if (((state & COMMITTED) != 0 || gone) && !arrived) count("lost");
    if ((state & COMMITTED) != 0 && (state & IN_SINK) != 0 && (state & TO_QUARANTINE) != 0) {
      unexpected.merge("sink", 1L, Long::sum);
    }
  }

  private void readSource(Route route, Map<TopicPartition, Long> deleted) throws IOException {
    Map<TopicPartition, Long> last = new HashMap<>();
    Map<TopicPartition, Set<Long>> seen = new HashMap<>();
    read(
        route.source(),
        (partition, begin, end) -> {
          Place place = new Place(begin, end);
          place.deletedBefore = deleted.getOrDefault(partition, 0L);
          places.put(partition, place);
        },
        record -> {
          Place place = places.get(partitionOf(record));
          int offset = Math.toIntExact(record.offset());
          String id = idOf(record);
          count("records");
          place.state[offset] |= COMMITTED;
          if (id == null || id.charAt(22) != '0') place.state[offset] |= TO_QUARANTINE;
          if (id == null) return;
          place.ids[offset] = hashOf(id);
          // The load's own numbers grow; one that does not was written twice.
          long number = numberOf(id);
          if (number <= last.getOrDefault(partitionOf(record), -1L) || partitionIn(id) != record.partition()) {
            count("sourceRepeated");
          }
          last.put(partitionOf(record), number);
        });
  }

  private void readSink(Route route) throws IOException {
    Map<Long, Long> lastOfKey = new HashMap<>();
    read(
        route.sink(),
        (partition, begin, end) -> {},
        record -> {
          count("sinkRecords");
          Header header = record.headers().lastHeader("sigilo-source");
          Matcher at = header == null ? null : matched(textOf(header.value()));
          String id = idOf(record);
          if (at == null || !at.group(1).equals(route.source()) || id == null) {
            count("strange");
            return;
          }
          int partition = Integer.parseInt(at.group(2));
          long offset = Long.parseLong(at.group(3));
          Place place = places.get(new TopicPartition(route.source(), partition));
          if (isWrong(place, offset, record.partition() == partition && partitionIn(id) == partition)
              || (offset >= place.begin && place.ids[(int) offset] != hashOf(id))) {
            count("wrongPlace");
            return;
          }
          if (arrived(place, (int) offset, IN_SINK)) return;
          boolean late = offset < place.lastInSink;
          place.lastInSink = Math.max(place.lastInSink, offset);
          long key = keyIn(id);
          if (key >= 0) {
            Long before = lastOfKey.put(key, numberOf(id));
            late |= before != null && before > numberOf(id);
          }
          if (late) count("outOfOrder");
        });
  }

  private void readQuarantine(Route route) throws IOException {
    int[] partitions = {0};
    read(
        route.quarantine(),
        (partition, begin, end) -> partitions[0]++,
        record -> {
          count("quarantineRecords");
          Matcher at = matched(textOf(record.key()));
          String reason = reasonOf(record.value());
          if (at == null || !at.group(1).equals(route.source()) || reason == null) {
            count("strange");
            return;
          }
          quarantined.merge(reason, 1L, Long::sum);
          int partition = Integer.parseInt(at.group(2));
          long offset = Long.parseLong(at.group(3));
          Place place = places.get(new TopicPartition(route.source(), partition));
          if (isWrong(place, offset, record.partition() == partition % partitions[0])) {
            count("wrongPlace");
            return;
          }
          if (arrived(place, (int) offset, IN_QUARANTINE)) return;
          if (offset < place.lastInQuarantine) count("outOfOrder");
          place.lastInQuarantine = Math.max(place.lastInQuarantine, offset);
          boolean known = offset >= place.begin;
          if (known && (place.state[(int) offset] & TO_QUARANTINE) == 0) unexpected.merge(reason, 1L, Long::sum);
        });
  }

  /** No such partition or offset, or the record at that offset was aborted or never there. */
  private static boolean isWrong(Place place, long offset, boolean inItsPartition) {
    if (place == null || offset >= place.state.length || !inItsPartition) return true;
    return offset >= place.begin && (place.state[(int) offset] & COMMITTED) == 0;
  }

  /** Notes the arrival. True when the record had arrived before, in the sink or in the quarantine. */
  private boolean arrived(Place place, int offset, int where) {
    boolean again = (place.state[offset] & (IN_SINK | IN_QUARANTINE)) != 0;
    if (again) count("doubled");
    place.state[offset] |= (byte) where;
    return again;
  }

  private interface OnPartition {
    void meet(TopicPartition partition, long begin, long end);
  }

  private interface OnRecord {
    void meet(ConsumerRecord<byte[], byte[]> record);
  }

  /** Reads a topic up to its last stable offsets of now. */
  private void read(String topic, OnPartition onPartition, OnRecord onRecord) throws IOException {
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
        List<TopicPartition> reached = open.stream().filter(p -> consumer.position(p) >= ends.get(p)).toList();
        consumer.pause(reached);
        open.removeAll(reached);
        if (open.isEmpty()) return;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.offset() < ends.get(partitionOf(record))) onRecord.meet(record);
        }
        long now = open.stream().mapToLong(consumer::position).sum();
        if (now != positions) lastProgress = System.currentTimeMillis();
        positions = now;
        if (System.currentTimeMillis() - lastProgress > IDLE_MILLIS) throw new IOException("no progress at " + open);
      }
    }
  }

  /** Records that the group has not finished with: markers and aborted records do not count. */
  private void countLag(Admin admin, List<Route> routes) throws Exception {
    var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    for (var each : places.entrySet()) {
      var offset = committed.get(each.getKey());
      Place place = each.getValue();
      long from = offset == null ? place.begin : offset.offset();
      if (from > place.state.length) count("strange");
      for (long at = Math.max(from, place.begin); at < place.state.length; at++) {
        if ((place.state[(int) at] & COMMITTED) != 0) count("lag");
      }
    }
  }

  /** Transactions of the group whose end is not written, and any other that holds readers of its topics up. */
  private void countHanging(Admin admin, List<Route> routes) throws Exception {
    Set<TransactionState> ended =
        Set.of(TransactionState.COMPLETE_COMMIT, TransactionState.COMPLETE_ABORT, TransactionState.EMPTY);
    Set<Long> hanging = new HashSet<>();
    for (var listing : admin.listTransactions().all().get()) {
      boolean own = listing.transactionalId().startsWith("sigilo:" + group + ":");
      if (own && !ended.contains(listing.state())) hanging.add(listing.producerId());
    }
    Set<String> topics = new HashSet<>();
    for (Route route : routes) Collections.addAll(topics, route.source(), route.sink(), route.quarantine());
    List<TopicPartition> partitions = new ArrayList<>();
    for (var topic : admin.describeTopics(topics).allTopicNames().get().values()) {
      topic.partitions().forEach(each -> partitions.add(new TopicPartition(topic.name(), each.partition())));
    }
    var offsets = admin.describeTopics(Set.of("__consumer_offsets")).allTopicNames().get().get("__consumer_offsets");
    int count = offsets.partitions().size();
    partitions.add(new TopicPartition("__consumer_offsets", (group.hashCode() & Integer.MAX_VALUE) % count));
    for (var state : admin.describeProducers(partitions).all().get().values()) {
      for (var producer : state.activeProducers()) {
        if (producer.currentTransactionStartOffset().isPresent()) hanging.add(producer.producerId());
      }
    }
    // A producer that a broker has forgotten still holds the last stable offset where its transaction began.
    Map<TopicPartition, Long> stable = ends(admin, partitions, IsolationLevel.READ_COMMITTED);
    Map<TopicPartition, Long> high = ends(admin, partitions, IsolationLevel.READ_UNCOMMITTED);
    long held = partitions.stream().filter(each -> !stable.get(each).equals(high.get(each))).count();
    counts.put("hangingTransactions", (long) Math.max(hanging.size(), held > 0 ? 1 : 0));
  }

  private static Map<TopicPartition, Long> ends(Admin admin, Collection<TopicPartition> partitions, IsolationLevel level)
      throws Exception {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (TopicPartition each : partitions) asked.put(each, OffsetSpec.latest());
    Map<TopicPartition, Long> found = new HashMap<>();
    admin.listOffsets(asked, new ListOffsetsOptions(level)).all().get().forEach((p, info) -> found.put(p, info.offset()));
    return found;
  }

  private static TopicPartition partitionOf(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  private static TopicPartition partitionOf(Matcher place) {
    return new TopicPartition(place.group(1), Integer.parseInt(place.group(2)));
  }

  private static Matcher matched(String place) {
    Matcher matcher = PLACE.matcher(place == null ? "" : place);
    return matcher.matches() ? matcher : null;
  }

  private static String textOf(byte[] bytes) {
    try {
      return bytes == null ? null : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException error) {
      return null;
    }
  }

  /** The first field of the Avro body: a frame of 5 bytes, the length as a varint (72 is 36 doubled), the text. */
  private static String idOf(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    String id = null;
    if (value == null) {
      Header header = record.headers().lastHeader("correlation-id");
      id = header == null ? null : textOf(header.value());
    } else if (value.length >= FRAME_BYTES + 1 + ID_BYTES && value[0] == 0 && value[FRAME_BYTES] == 2 * ID_BYTES) {
      id = textOf(Arrays.copyOfRange(value, FRAME_BYTES + 1, FRAME_BYTES + 1 + ID_BYTES));
    }
    return id != null && ID.matcher(id).matches() ? id : null;
  }

  private static final Pattern ID =
      Pattern.compile("c[0-9a-f]{7}-[a-f][0-9a-f]{3}-4[0-9a-f]{3}-8[0-9a-f]{3}-a[0-9a-f]{11}");

  private static int partitionIn(String id) {
    return Integer.parseInt(id.substring(10, 13), 16);
  }

  private static long keyIn(String id) {
    int key = Integer.parseInt(id.substring(15, 18), 16);
    return key == 0xfff ? -1 : ((long) partitionIn(id) << 12) | key;
  }

  private static long numberOf(String id) {
    return Long.parseLong(id.substring(25), 16);
  }

  /** FNV-1a of 64 bits; two ids of 2 million are the same by chance once in 10 million runs. */
  private static long hashOf(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int index = 0; index < id.length(); index++) hash = (hash ^ id.charAt(index)) * 0x100000001b3L;
    return hash == 0 ? 1 : hash;
  }

  /** The reason in the clear metadata of a quarantine record: `SQ1`, their length, JSON. */
  private static String reasonOf(byte[] value) {
    if (value == null || value.length < 7 || value[0] != 'S' || value[1] != 'Q' || value[2] != '1') return null;
    int length = ByteBuffer.wrap(value, 3, 4).getInt();
    if (length < 0 || length > value.length - 7) return null;
    Matcher matcher = REASON.matcher(new String(value, 7, length, StandardCharsets.UTF_8));
    return matcher.find() ? matcher.group(1) : null;
  }

  private void count(String name) {
    counts.merge(name, 1L, Long::sum);
  }

  private String json() {
    String plain = counts.entrySet().stream().map(RunOracle::pair).collect(Collectors.joining(","));
    return "{" + plain + ",\"quarantined\":" + object(quarantined) + ",\"unexpected\":" + object(unexpected) + "}";
  }

  private static String object(Map<String, Long> numbers) {
    return "{" + numbers.entrySet().stream().map(RunOracle::pair).collect(Collectors.joining(",")) + "}";
  }

  private static String pair(Map.Entry<String, Long> entry) {
    return "\"" + entry.getKey() + "\":" + entry.getValue();
  }
}
