import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Message ids of the load: cSSSSSSS-RPPP-4KKK-8EEE-aNNNNNNNNNNN (hexadecimal), with the route R (a to f), the partition P,
 * the number of the key K (fff without a key), E 1 for a record that belongs in the quarantine, and N that grows with each
 * record of the partition.
 */
record MessageId(String text) {
  private static final Pattern FORM =
      Pattern.compile("c[0-9a-f]{7}-[a-f][0-9a-f]{3}-4[0-9a-f]{3}-800[01]-a[0-9a-f]{11}");
  private static final int LENGTH = 36;
  private static final int FRAME_BYTES = 5;
  private static final int NO_KEY = 0xfff;

  /**
   * The first field of the Avro body, behind a frame of 5 bytes and its length as a varint (72 is 36 doubled); of a
   * tombstone its header `correlation-id`. Null where there is no such id.
   */
  static MessageId of(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    String id = null;
    if (value == null) {
      Header header = record.headers().lastHeader("correlation-id");
      id = header == null ? null : textOf(header.value());
    } else if (value.length >= FRAME_BYTES + 1 + LENGTH && value[0] == 0 && value[FRAME_BYTES] == 2 * LENGTH) {
      id = textOf(Arrays.copyOfRange(value, FRAME_BYTES + 1, FRAME_BYTES + 1 + LENGTH));
    }
    return id != null && FORM.matcher(id).matches() ? new MessageId(id) : null;
  }

  /** Null for bytes that are no UTF-8. */
  static String textOf(byte[] bytes) {
    try {
      return bytes == null ? null : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException error) {
      return null;
    }
  }

  int partition() {
    return Integer.parseInt(text.substring(10, 13), 16);
  }

  /** The same for all records of one key of a route; -1 without a key. */
  long key() {
    int key = Integer.parseInt(text.substring(15, 18), 16);
    return key == NO_KEY ? -1 : ((long) partition() << 12) | key;
  }

  boolean isBad() {
    return text.charAt(22) != '0';
  }

  long number() {
    return Long.parseLong(text.substring(25), 16);
  }

  /** FNV-1a of 64 bits, never 0; two ids of 2 million are the same by chance once in 10 million runs. */
  long hash() {
    long hash = 0xcbf29ce484222325L;
    for (int index = 0; index < text.length(); index++) hash = (hash ^ text.charAt(index)) * 0x100000001b3L;
    return hash == 0 ? 1 : hash;
  }
}
