import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records with Kafka's own client: with its codecs, and with headers that kafkajs cannot write.
 *
 * <p>RecordWriter BROKERS, records as lines of fields with tabs between them: topic, partition, codec, timestamp, key,
 * value, and two fields for the name and the value of each header. Bytes stand in base64, null as a hyphen.
 */
public final class RecordWriter {
  public static void main(String[] args) throws Exception {
    Map<String, KafkaProducer<byte[], byte[]>> producers = new HashMap<>();
    List<Future<?>> sent = new ArrayList<>();
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] fields = line.split("\t", -1);
      Long timestamp = fields[3].equals("-") ? null : Long.valueOf(fields[3]);
      var record =
          new ProducerRecord<>(
              fields[0], Integer.valueOf(fields[1]), timestamp, bytes(fields[4]), bytes(fields[5]));
      for (int index = 6; index < fields.length; index += 2) {
        String name = new String(bytes(fields[index]), StandardCharsets.UTF_8);
        record.headers().add(new RecordHeader(name, bytes(fields[index + 1])));
      }
      sent.add(producers.computeIfAbsent(fields[2], codec -> open(args[0], codec)).send(record));
    }
    for (var producer : producers.values()) producer.close();
    for (Future<?> each : sent) each.get();
  }

  private static KafkaProducer<byte[], byte[]> open(String brokers, String codec) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", brokers);
    settings.put("compression.type", codec);
    settings.put("linger.ms", "50");
    settings.put("max.request.size", "100000000");
    settings.put("buffer.memory", "100000000");
    settings.put("max.block.ms", "20000");
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static byte[] bytes(String text) {
    return text.equals("-") ? null : Base64.getDecoder().decode(text);
  }
}
