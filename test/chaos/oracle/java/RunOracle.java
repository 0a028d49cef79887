import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Judges a fault run with Kafka's own client, which shares no code with what it judges.
 *
 * <p>RunOracle BROKERS GROUP SOURCE,SINK,QUARANTINE... [deleted=TOPIC/PARTITION/BEFORE...]
 *
 * <p>Each committed record of a source must be in its sink or in its quarantine, once, in the order of its partition. A
 * sink record tells its place by the header `sigilo-source`, and by the message id that begins its value; a quarantine
 * record by its key. A source record without a message id belongs in the quarantine. Prints one line of JSON, in which is
 * no value of a record.
 */
public final class RunOracle {
  private static final Pattern PLACE = Pattern.compile("(.+)/(\\d+)/(\\d+)");
  private static final Pattern REASON = Pattern.compile("\"reason\":\"([a-z_]+)\"");
  private static final List<String> NAMES =
      List.of(
          "records", "sinkRecords", "quarantineRecords", "lost", "doubled", "outOfOrder", "wrongPlace", "strange",
          "sourceRepeated", "lag", "hangingTransactions", "excused");

  private record Route(String source, String sink, String quarantine) {}

  private record At(TopicPartition partition, long offset) {}

  private final Map<TopicPartition, SourcePlace> places = new HashMap<>();
  private final Map<TopicPartition, Long> deleted = new HashMap<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, Long> quarantined = new TreeMap<>();
  private final Map<String, Long> unexpected = new TreeMap<>();
  private final TopicPass topics;

  private RunOracle(String brokers) {
    topics = new TopicPass(brokers);
    for (String name : NAMES) counts.put(name, 0L);
  }

  public static void main(String[] args) throws Exception {
    RunOracle oracle = new RunOracle(args[0]);
    List<Route> routes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String word : List.of(args).subList(2, args.length)) {
      if (word.startsWith("deleted=")) {
        At at = placeIn(word.substring("deleted=".length()));
        oracle.deleted.merge(at.partition(), at.offset(), Math::max);
      } else {
        String[] three = word.split(",");
        routes.add(new Route(three[0], three[1], three[2]));
        names.addAll(List.of(three));
      }
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[0]))) {
      for (Route route : routes) oracle.judge(route);
      oracle.countLag(admin, args[1]);
      oracle.counts.put("hangingTransactions", OpenTransactions.count(admin, args[1], names));
    }
    System.out.println(oracle.json());
  }

  private void judge(Route route) throws IOException {
    readSource(route);
    readSink(route);
    readQuarantine(route);
    places.forEach(
        (partition, place) -> {
          if (!partition.topic().equals(route.source())) return;
          for (int offset = 0; offset < place.end(); offset++) weigh(place, offset);
        });
  }

  private void weigh(SourcePlace place, int offset) {
    boolean arrived = place.hasArrived(offset, SourcePlace.IN_SINK | SourcePlace.IN_QUARANTINE);
    if (offset < place.deletedBefore) {
      if (arrived) count("excused");
      return;
    }
    // What is gone from the source without a word cannot be judged: it counts as lost.
    if ((place.isCommitted(offset) || place.isGone(offset)) && !arrived) count("lost");
    if (place.hasArrived(offset, SourcePlace.IN_SINK) && place.belongsInQuarantine(offset)) {
      unexpected.merge("sink", 1L, Long::sum);
    }
  }

  private void readSource(Route route) throws IOException {
    Map<TopicPartition, Long> last = new HashMap<>();
    topics.read(
        route.source(),
        (partition, begin, end) ->
            places.put(partition, new SourcePlace(begin, end, deleted.getOrDefault(partition, 0L))),
        record -> {
          TopicPartition partition = TopicPass.partitionOf(record);
          MessageId id = MessageId.of(record);
          count("records");
          places.get(partition).note(record.offset(), id);
          if (id == null) return;
          // The load's own numbers grow; one that does not was written twice.
          Long before = last.put(partition, id.number());
          boolean repeated = before != null && id.number() <= before;
          if (repeated || id.partition() != record.partition()) count("sourceRepeated");
        });
  }

  private void readSink(Route route) throws IOException {
    Map<Long, Long> lastOfKey = new HashMap<>();
    topics.read(
        route.sink(),
        (partition, begin, end) -> {},
        record -> {
          count("sinkRecords");
          Header header = record.headers().lastHeader("sigilo-source");
          At at = header == null ? null : placeIn(MessageId.textOf(header.value()));
          MessageId id = MessageId.of(record);
          if (at == null || !at.partition().topic().equals(route.source()) || id == null) {
            count("strange");
            return;
          }
          SourcePlace place = places.get(at.partition());
          int partition = at.partition().partition();
          boolean rightPartition = record.partition() == partition && id.partition() == partition;
          if (!rightPartition || !isThere(place, at) || !(place.isGone(at.offset()) || place.holds(at.offset(), id))) {
            count("wrongPlace");
            return;
          }
          if (place.arrive(at.offset(), SourcePlace.IN_SINK)) {
            count("doubled");
            return;
          }
          boolean late = at.offset() < place.lastInSink;
          place.lastInSink = Math.max(place.lastInSink, at.offset());
          Long before = id.key() < 0 ? null : lastOfKey.put(id.key(), id.number());
          if (late || (before != null && before > id.number())) count("outOfOrder");
        });
  }

  private void readQuarantine(Route route) throws IOException {
    int[] partitions = {0};
    topics.read(
        route.quarantine(),
        (partition, begin, end) -> partitions[0]++,
        record -> {
          count("quarantineRecords");
          At at = placeIn(MessageId.textOf(record.key()));
          String reason = reasonOf(record);
          if (at == null || !at.partition().topic().equals(route.source()) || reason == null) {
            count("strange");
            return;
          }
          quarantined.merge(reason, 1L, Long::sum);
          SourcePlace place = places.get(at.partition());
          boolean rightPartition = record.partition() == at.partition().partition() % partitions[0];
          if (!rightPartition || !isThere(place, at)) {
            count("wrongPlace");
            return;
          }
          if (place.arrive(at.offset(), SourcePlace.IN_QUARANTINE)) {
            count("doubled");
            return;
          }
          if (at.offset() < place.lastInQuarantine) count("outOfOrder");
          place.lastInQuarantine = Math.max(place.lastInQuarantine, at.offset());
          boolean isBad = place.isGone(at.offset()) || place.belongsInQuarantine(at.offset());
          if (!isBad) unexpected.merge(reason, 1L, Long::sum);
        });
  }

  /** False for an offset beyond the end, and for one whose record was aborted or never there. */
  private static boolean isThere(SourcePlace place, At at) {
    if (place == null || at.offset() >= place.end()) return false;
    return place.isGone(at.offset()) || place.isCommitted(at.offset());
  }

  /** Records that the group has not finished with: markers and aborted records do not count. */
  private void countLag(Admin admin, String group) throws Exception {
    var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    places.forEach(
        (partition, place) -> {
          var found = committed.get(partition);
          long from = found == null ? place.begin : found.offset();
          if (from > place.end()) count("strange");
          for (long at = Math.max(from, place.begin); at < place.end(); at++) if (place.isCommitted(at)) count("lag");
        });
  }

  /** Reads `topic/partition/offset`; null for any other text. */
  private static At placeIn(String text) {
    Matcher matcher = PLACE.matcher(text == null ? "" : text);
    if (!matcher.matches()) return null;
    var partition = new TopicPartition(matcher.group(1), Integer.parseInt(matcher.group(2)));
    return new At(partition, Long.parseLong(matcher.group(3)));
  }

  /** The reason in the clear metadata of a quarantine record: `SQ1`, their length, JSON. */
  private static String reasonOf(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
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
