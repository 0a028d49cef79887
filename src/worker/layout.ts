import { SigiloError } from '../errors.ts';
import { protocolErrorType } from '../io/kafka-source.ts';
import { readLayout } from './topic-layout.ts';
import type { PartitionState, RouteState, WorkerState } from './worker-state.ts';

/** What brokers answer when a topic's settings are narrower than those that we know; INVALID_RECORD for want of a key. */
const REFUSALS = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_TIMESTAMP', 'INVALID_RECORD'];

/** Notes that the brokers refused records that the known settings allow: they are read again before the next try. */
export function noteRefusal(state: PartitionState, error: unknown): void {
  const type = protocolErrorType(error) ?? '';
  if (!REFUSALS.includes(type)) return;
  state.route.layoutReadAt = null;
  if (type === 'INVALID_TIMESTAMP') state.timeRefusals += 1;
}

/** Reads limits and retention of a route's topics again. Rejects with an error of kafkajs. */
export async function refreshLayout(worker: WorkerState, route: RouteState): Promise<void> {
  const { sinkLimit, quarantineLimit } = route.layout;
  const layout = await readLayout(worker.ports.admin, route.pipeline).catch(nullWhenGone);
  if (!layout) return;
  route.layoutReadAt = performance.now();
  route.layout = layout;
  const changes = [
    [route.pipeline.sink, sinkLimit, layout.sinkLimit],
    [route.pipeline.quarantine, quarantineLimit, layout.quarantineLimit],
  ] as const;
  for (const [topic, before, now] of changes) {
    if (before === now) continue;
    const fields = { route: route.pipeline.name, topic, setting: 'max.message.bytes', limit: now };
    worker.telemetry.log('warn', 'a limit of a topic has changed', fields);
  }
}

/** A topic that is gone is told by what is sent to it. */
function nullWhenGone(error: unknown): null {
  if (error instanceof SigiloError) return null;
  throw error;
}
