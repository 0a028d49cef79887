import { setTimeout as sleep } from 'node:timers/promises';
import type { logCreator } from 'kafkajs';
import { createKafkaClient, type KafkaSettings } from '../io/kafka-client.ts';
import { kafkaError } from './kafka-error.ts';

/** So long a start waits for brokers that do not answer; an orchestrator starts it again. */
const REACH_MS = 10_000;
const PAUSE_MS = 1_000;

/**
 * Connects to any one of the brokers, authenticates and hangs up: a start that cannot succeed ends within ten seconds (a
 * time-out of three a broker), and at once where waiting does not help: TLS faults, refused credentials, unusable secrets.
 * @param patienceMs for brokers that do not answer, default 10,000
 * @throws SigiloError kafka.unavailable, kafka.tls, kafka.unauthorized or config.secret_unreadable
 */
export async function reachBrokers(
  settings: KafkaSettings,
  createLog: logCreator,
  patienceMs = REACH_MS,
): Promise<void> {
  // Each address once: kafkajs takes the next one of the list after a failure.
  const admin = createKafkaClient(settings, createLog, settings.brokers.length - 1).admin();
  const begin = performance.now();
  for (;;) {
    const attempt = performance.now();
    try {
      await admin.connect();
      return;
    } catch (thrown) {
      const error = kafkaError(thrown);
      const now = performance.now();
      const isLast = now - begin + PAUSE_MS + (now - attempt) > patienceMs;
      if (isLast || error.code !== 'kafka.unavailable') throw error;
    } finally {
      await admin.disconnect().catch(() => {});
    }
    await sleep(PAUSE_MS);
  }
}
