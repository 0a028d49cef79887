import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes the load of a fault run with Kafka's own client, which waits for brokers that are gone instead of giving up.
 *
 * <p>LoadWriter BROKERS TRANSACTIONAL_ID, frames on stdin, each behind its length (int32): 1 record, 2 name of a topic,
 * 3 end of a transaction, 4 flush. Lines on stdout: `a ACKNOWLEDGED ABORTED` (twice a second), `f NUMBER` (all before
 * this flush is acknowledged or aborted).
 *
 * <p>Records of one producer alone go to a partition, so that the order of the frames is the order of the offsets.
 */
public final class LoadWriter {
  private static final int PATIENCE_MILLIS = 1_800_000;
  private static final int TRANSACTION_MILLIS = 60_000;
  private static final int RECORD = 1;
  private static final int TOPIC = 2;
  private static final int END = 3;
  private static final int FLUSH = 4;

  private sealed interface Step permits Send, End, Wait {}

  private record Send(ProducerRecord<byte[], byte[]> record) implements Step {}

  private record End(boolean commits) implements Step {}

  private record Wait(CountDownLatch reached) implements Step {}

  private final String brokers;
  private final String transactionalId;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong aborted = new AtomicLong();
  private final List<String> topics = new ArrayList<>();
  private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(5_000);

  private LoadWriter(String brokers, String transactionalId) {
    this.brokers = brokers;
    this.transactionalId = transactionalId;
  }

  public static void main(String[] args) throws Exception {
    LoadWriter writer = new LoadWriter(args[0], args[1]);
    writer.startDaemon(writer::tell);
    writer.startDaemon(writer::writeTransactions);
    writer.read();
    System.exit(0);
  }

  private interface Work {
    void run() throws Exception;
  }

  private void startDaemon(Work work) {
    Thread thread = new Thread(() -> {
      try {
        work.run();
      } catch (Exception error) {
        fail(error);
      }
    });
    thread.setDaemon(true);
    thread.start();
  }

  /** Classes of exceptions only: their texts may quote a record. */
  private static void fail(Exception error) {
    Throwable cause = error.getCause();
    System.err.println("failed: " + error.getClass().getName() + (cause == null ? "" : " by " + cause.getClass().getName()));
    System.err.flush();
    Runtime.getRuntime().halt(1);
  }

  private void tell() throws InterruptedException {
    while (true) {
      Thread.sleep(500);
      print("a " + acknowledged.get() + " " + aborted.get());
    }
  }

  private static synchronized void print(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private void read() throws Exception {
    var input = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
    try (var producer = open(null)) {
      while (true) {
        try {
          input.readInt();
        } catch (EOFException end) {
          return;
        }
        switch (input.readUnsignedByte()) {
          case RECORD -> readRecord(input, producer);
          case TOPIC -> topics.add(readText(input));
          case END -> steps.put(new End(input.readBoolean()));
          case FLUSH -> flush(input.readInt(), producer);
          default -> throw new IllegalArgumentException("unknown frame");
        }
      }
    }
  }

  private void readRecord(DataInputStream input, KafkaProducer<byte[], byte[]> producer) throws Exception {
    boolean transactional = input.readBoolean();
    String topic = topics.get(input.readUnsignedShort());
    int partition = input.readInt();
    byte[] key = readBytes(input);
    var record = new ProducerRecord<>(topic, partition, key, readBytes(input));
    for (int left = input.readUnsignedShort(); left > 0; left--) {
      record.headers().add(new RecordHeader(readText(input), readBytes(input)));
    }
    if (transactional) {
      steps.put(new Send(record));
      return;
    }
    producer.send(record, (metadata, error) -> {
      if (error != null) fail(error);
      acknowledged.incrementAndGet();
    });
  }

  private void flush(int number, KafkaProducer<byte[], byte[]> producer) throws InterruptedException {
    var reached = new CountDownLatch(1);
    steps.put(new Wait(reached));
    producer.flush();
    reached.await();
    print("a " + acknowledged.get() + " " + aborted.get());
    print("f " + number);
  }

  /** A transaction that fails is aborted, and its records are gone: what counts is what lies committed in the topic. */
  private void writeTransactions() throws InterruptedException {
    KafkaProducer<byte[], byte[]> producer = null;
    int open = 0;
    boolean broken = false;
    while (true) {
      Step step = steps.take();
      if (step instanceof Wait wait) {
        wait.reached().countDown();
        continue;
      }
      try {
        if (producer == null) {
          producer = open(transactionalId);
          KafkaProducer<byte[], byte[]> opened = producer;
          untilAnswered(opened::initTransactions);
        }
        if (step instanceof Send send) {
          if (open++ == 0) producer.beginTransaction();
          if (!broken) producer.send(send.record());
        } else if (step instanceof End end && open > 0) {
          KafkaProducer<byte[], byte[]> ending = producer;
          boolean commits = end.commits() && !broken;
          // What is to be aborted lies in the log first: an abort drops what was not sent yet.
          if (!commits && !broken) producer.flush();
          untilAnswered(commits ? ending::commitTransaction : ending::abortTransaction);
          (commits ? acknowledged : aborted).addAndGet(open);
          open = 0;
          broken = false;
        }
      } catch (InterruptException error) {
        throw error;
      } catch (KafkaException error) {
        if (step instanceof Send) {
          broken = true;
          continue;
        }
        // The commit failed: a producer of the same id ends the transaction by fencing this one.
        aborted.addAndGet(open);
        producer.close(java.time.Duration.ZERO);
        producer = null;
        open = 0;
        broken = false;
      }
    }
  }

  /** A call that has timed out goes on in the background: only the same call may follow. */
  private static void untilAnswered(Runnable call) {
    for (long until = System.currentTimeMillis() + PATIENCE_MILLIS; ; ) {
      try {
        call.run();
        return;
      } catch (TimeoutException error) {
        if (System.currentTimeMillis() > until) throw error;
      }
    }
  }

  private KafkaProducer<byte[], byte[]> open(String transactionalId) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", brokers);
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    settings.put("compression.type", "none");
    settings.put("linger.ms", "20");
    settings.put("max.request.size", "2000000");
    settings.put("buffer.memory", "16000000");
    settings.put("metadata.max.age.ms", "5000");
    settings.put("request.timeout.ms", "10000");
    if (transactionalId == null) {
      settings.put("delivery.timeout.ms", String.valueOf(PATIENCE_MILLIS));
      settings.put("max.block.ms", String.valueOf(PATIENCE_MILLIS));
    } else {
      settings.put("transactional.id", transactionalId);
      settings.put("transaction.timeout.ms", String.valueOf(TRANSACTION_MILLIS));
      settings.put("delivery.timeout.ms", String.valueOf(TRANSACTION_MILLIS));
      settings.put("max.block.ms", String.valueOf(TRANSACTION_MILLIS));
    }
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static byte[] readBytes(DataInputStream input) throws Exception {
    int length = input.readInt();
    if (length < 0) return null;
    byte[] bytes = new byte[length];
    input.readFully(bytes);
    return bytes;
  }

  private static String readText(DataInputStream input) throws Exception {
    byte[] bytes = new byte[input.readUnsignedShort()];
    input.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
