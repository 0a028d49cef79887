import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Looks for transactions without an end, as the brokers tell it in three ways. */
final class OpenTransactions {
  private static final String OFFSETS = "__consumer_offsets";
  private static final Set<TransactionState> ENDED =
      Set.of(TransactionState.COMPLETE_COMMIT, TransactionState.COMPLETE_ABORT, TransactionState.EMPTY);

  private OpenTransactions() {}

  /** Counts producers: those of the group's transactional ids, and any other with an open transaction in the topics. */
  static long count(Admin admin, String group, Collection<String> topics) throws Exception {
    Set<Long> open = new HashSet<>();
    for (var listing : admin.listTransactions().all().get()) {
      boolean own = listing.transactionalId().startsWith("sigilo:" + group + ":");
      if (own && !ENDED.contains(listing.state())) open.add(listing.producerId());
    }
    List<TopicPartition> partitions = new ArrayList<>();
    for (var topic : admin.describeTopics(topics).allTopicNames().get().values()) {
      topic.partitions().forEach(each -> partitions.add(new TopicPartition(topic.name(), each.partition())));
    }
    partitions.add(offsetsOf(admin, group));
    for (var state : admin.describeProducers(partitions).all().get().values()) {
      for (var producer : state.activeProducers()) {
        if (producer.currentTransactionStartOffset().isPresent()) open.add(producer.producerId());
      }
    }
    // Of a producer that its broker has forgotten, the last stable offset alone still tells.
    Map<TopicPartition, Long> stable = ends(admin, partitions, IsolationLevel.READ_COMMITTED);
    boolean held = !stable.equals(ends(admin, partitions, IsolationLevel.READ_UNCOMMITTED));
    return Math.max(open.size(), held ? 1 : 0);
  }

  /** Where the group's offsets lie. */
  private static TopicPartition offsetsOf(Admin admin, String group) throws Exception {
    int count = admin.describeTopics(Set.of(OFFSETS)).allTopicNames().get().get(OFFSETS).partitions().size();
    return new TopicPartition(OFFSETS, (group.hashCode() & Integer.MAX_VALUE) % count);
  }

  private static Map<TopicPartition, Long> ends(Admin admin, List<TopicPartition> partitions, IsolationLevel level)
      throws Exception {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (TopicPartition each : partitions) asked.put(each, OffsetSpec.latest());
    Map<TopicPartition, Long> found = new HashMap<>();
    admin
        .listOffsets(asked, new ListOffsetsOptions(level))
        .all()
        .get()
        .forEach((partition, info) -> found.put(partition, info.offset()));
    return found;
  }
}
