import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes with several of Kafka's own producers, in the order of its input.
 *
 * <p>TransactionWriter BROKERS PREFIX, steps as lines of fields with tabs between them: the producer's name, the action,
 * and for a send topic, partition, key and value in base64, null as a hyphen. Actions: begin, send, commit, abort. A
 * producer that has not begun writes outside of transactions. Each step is answered by a line once the brokers have it.
 */
public final class TransactionWriter {
  public static void main(String[] args) throws Exception {
    Map<String, KafkaProducer<byte[], byte[]>> producers = new HashMap<>();
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] fields = line.split("\t", -1);
      boolean isNew = !producers.containsKey(fields[0]);
      boolean begins = fields[1].equals("begin");
      if (isNew) producers.put(fields[0], open(args[0], begins ? args[1] + fields[0] : null));
      KafkaProducer<byte[], byte[]> producer = producers.get(fields[0]);
      switch (fields[1]) {
        case "begin" -> {
          if (isNew) producer.initTransactions();
          producer.beginTransaction();
        }
        case "send" ->
            producer
                .send(
                    new ProducerRecord<>(
                        fields[2], Integer.valueOf(fields[3]), bytes(fields[4]), bytes(fields[5])))
                .get();
        case "commit" -> producer.commitTransaction();
        case "abort" -> producer.abortTransaction();
        default -> throw new IllegalArgumentException(fields[1]);
      }
      System.out.println("done");
    }
    // What is open stays open: whoever ends here has crashed.
    Runtime.getRuntime().halt(0);
  }

  private static KafkaProducer<byte[], byte[]> open(String brokers, String transactionalId) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", brokers);
    settings.put("max.block.ms", "60000");
    if (transactionalId != null) settings.put("transactional.id", transactionalId);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static byte[] bytes(String text) {
    return text.equals("-") ? null : Base64.getDecoder().decode(text);
  }
}
