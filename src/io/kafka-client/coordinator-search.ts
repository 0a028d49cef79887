import { createRequire } from 'node:module';

interface Group {
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string | null;
  coordinator: object | null;
  /** Commits offsets; made at each join, with the coordinator of then. */
  readonly offsetManager: { coordinator: object } | null;
  readonly cluster: { readonly findGroupCoordinator: (of: { readonly groupId: string }) => Promise<object> };
  heartbeat: (options: { readonly interval: number }) => Promise<void>;
}

/** Errors by which kafkajs tells that a broker cannot be asked; what a broker answers is another matter. */
const UNREACHED: ReadonlySet<string> = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
]);

let isInstalled = false;

/**
 * Makes a member of a group look for the group's coordinator when it cannot be reached, as Kafka's own client does. kafkajs
 * sends heartbeats to the broker that it joined with until that one is back, and is put out of the group meanwhile, although
 * the new coordinator would have known it.
 */
export function installCoordinatorSearch(): void {
  if (isInstalled) return;
  isInstalled = true;
  const require = createRequire(import.meta.url);
  const group = (require('kafkajs/src/consumer/consumerGroup') as { prototype: Group }).prototype;
  const searching = new WeakSet<Group>();
  const { heartbeat } = group;
  group.heartbeat = async function (options) {
    try {
      await heartbeat.call(this, options);
    } catch (error) {
      if (error instanceof Error && UNREACHED.has(error.name) && !searching.has(this)) {
        searching.add(this);
        void search(this).finally(() => searching.delete(this));
      }
      throw error;
    }
  };
}

/** Not waited for: it lasts until there is a coordinator. A join finds its own, which this must not undo. Never rejects. */
async function search(group: Group): Promise<void> {
  const { groupId, memberId, generationId, coordinator } = group;
  const found = await group.cluster.findGroupCoordinator({ groupId }).catch(() => null);
  const isSame =
    group.memberId === memberId && group.generationId === generationId && group.coordinator === coordinator;
  if (!found || !isSame) return;
  group.coordinator = found;
  // By itself it only connects to the same broker again, and no offset would be committed until the next join.
  if (group.offsetManager) group.offsetManager.coordinator = found;
}
