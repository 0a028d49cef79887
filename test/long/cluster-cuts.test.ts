import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isProxied } from '../../deploy/local/proxied.ts';
import { type StackState, startStack, stopStack } from '../../deploy/local/stack-control.ts';
import { type CutPlace, type KafkaProxy, REQUESTS, type RequestName, type SeenRequest } from '../chaos/chaos-run.ts';
import { openKafkaProxy } from '../chaos/kafka-proxy.ts';
import { createTopics, produce, uniqueName, withAdmin } from '../integration/topics.ts';
import { waitFor } from '../integration/worker-run.ts';

const PLACES: readonly CutPlace[] = ['before', 'after', 'lost', 'silent'];
const OF_CONSUMERS: readonly RequestName[] = ['Fetch', 'OffsetFetch', 'JoinGroup', 'Heartbeat'];
const CASES = (Object.keys(REQUESTS) as RequestName[]).flatMap((request) =>
  PLACES.map((place) => ({ request, place })),
);
/** A client's connection that ends by itself does so at once; so long it has to be open to count as left open. */
const STILL_OPEN_MS = 500;
const WAIT_MS = 60_000;
const CLOSED_PORT = 1;

const parent = mkdtempSync(join(tmpdir(), 'sigilo-cuts-'));
let stack: StackState;
let proxy: KafkaProxy;
let topics: Record<'source' | 'sink', string>;

beforeAll(async () => {
  stack = await startStack({ directory: join(parent, 'stack'), nodes: 1, proxied: true });
  const gates = stack.brokerStates.filter(isProxied);
  proxy = await openKafkaProxy(gates.map(({ proxyPort, proxiedPort }) => ({ proxyPort, brokerPort: proxiedPort })));
  topics = await createTopics(stack, { source: {}, sink: { partitions: CASES.length + 1 } });
  await produce(stack, topics.source, [{ value: 'a' }]);
  // The first transactions of a stack fail until Kafka has made its own topics.
  const first = () => transact(openClient('first').kafka, 'first', CASES.length);
  await waitFor(
    () =>
      first().then(
        () => true,
        () => null,
      ),
    'first transaction',
    60_000,
  );
  await logRequests();
}, 120_000);

afterAll(async () => {
  await proxy?.close();
  await stopStack(join(parent, 'stack'));
  rmSync(parent, { recursive: true, force: true });
});

/** Has the broker write a line for each request that it has carried out. */
async function logRequests(): Promise<void> {
  const logging = join(import.meta.dirname, '../../deploy/local/log4j2.xml');
  const java = [`-Dlog4j2.configurationFile=${logging}`, '-Dsigilo.log.level=OFF', '-cp', join(stack.libs, '*')];
  const logger = [
    '--entity-type',
    'broker-loggers',
    '--entity-name',
    '1',
    '--add-config',
    'kafka.request.logger=DEBUG',
  ];
  const options = ['--bootstrap-server', stack.brokers[0]!, '--alter', ...logger];
  await promisify(execFile)('java', [...java, 'kafka.admin.ConfigCommand', ...options]);
}

/** The requests of a kind that the broker says it had from a client: whether it says so without any error. */
function carriedOut(clientId: string, request: RequestName): boolean[] {
  const lines = readFileSync(stack.logFiles[0]!, 'utf8').split('\n');
  const told = lines
    .filter((line) => line.includes('Completed request:') && line.includes(`"clientId":"${clientId}"`))
    .map((line) => JSON.parse(line.slice(line.indexOf('{'))) as BrokerLine);
  return told
    .filter(({ requestHeader }) => requestHeader.requestApiKey === REQUESTS[request])
    .map(({ response }) => !/"errorCode":(?!0\b)/.test(JSON.stringify(response)));
}

interface BrokerLine {
  readonly requestHeader: { readonly requestApiKey: number };
  readonly response: object;
}

interface Client {
  readonly kafka: Kafka;
  /** Connections that the other side has ended. */
  readonly ended: () => number;
  /** Lets it open no connection any more: what was cut is then not tried again. */
  readonly shut: () => void;
  readonly destroy: () => void;
}

/** A client behind the proxy. */
function openClient(clientId: string): Client {
  const sockets: Socket[] = [];
  let [ended, isShut] = [0, false];
  const kafka = new Kafka({
    clientId,
    brokers: [...proxy.addresses],
    logLevel: logLevel.NOTHING,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 100, retries: 1 },
    socketFactory: ({ host, port, onConnect }) => {
      const socket = connect({ host, port: isShut ? CLOSED_PORT : port }, onConnect);
      sockets.push(socket);
      // Before Node answers the end with one of its own.
      socket.prependListener('end', () => {
        if (!socket.writableEnded) ended += 1;
      });
      return socket;
    },
  });
  const shut = () => {
    isShut = true;
  };
  return { kafka, ended: () => ended, shut, destroy: () => sockets.map((socket) => socket.destroy(new Error('over'))) };
}

/** One whole transaction. */
async function transact(kafka: Kafka, groupId: string, partition: number): Promise<void> {
  const transactionalId = `sigilo:${groupId}:source:0`;
  const producer = kafka.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send({ topic: topics.sink, messages: [{ value: 'a', partition }] });
  const partitions = [{ partition: 0, offset: '1' }];
  await transaction.sendOffsets({ consumerGroupId: groupId, topics: [{ topic: topics.source, partitions }] });
  await transaction.commit();
  await producer.disconnect();
}

/** Joins the group and reads. */
function consume(
  kafka: Kafka,
  groupId: string,
): { readonly started: Promise<void>; readonly stop: () => Promise<void> } {
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: 10_000,
    heartbeatInterval: 200,
    maxWaitTimeInMs: 200,
    retry: { retries: 1, restartOnFailure: async () => false },
  });
  const start = async () => {
    await consumer.connect();
    await consumer.subscribe({ topic: topics.source, fromBeginning: true });
    await consumer.run({ eachMessage: async () => {} });
  };
  return { started: start(), stop: () => consumer.disconnect() };
}

/** What is left behind in the broker; the same for all cuts but those before the request. */
const EFFECTS: Partial<Record<RequestName, (groupId: string) => Promise<number>>> = {
  EndTxn: committed,
  JoinGroup: (groupId) =>
    withAdmin(stack, async (admin) => (await admin.describeGroups([groupId])).groups[0]!.members.length),
};

async function committed(groupId: string): Promise<number> {
  const found = await withAdmin(stack, (admin) => admin.fetchOffsets({ groupId, topics: [topics.source] }));
  return Math.max(0, Number(found[0]!.partitions[0]!.offset));
}

describe('a cut', () => {
  it.concurrent.each(CASES)('at $request, $place', async ({ request, place }) => {
    const clientId = `cut-${request}-${place}`;
    const groupId = uniqueName(clientId);
    const partition = CASES.findIndex((each) => each.request === request && each.place === place);
    const client = openClient(clientId);
    let seen = 0;
    let cut = request === 'JoinGroup' ? null : proxy.arm({ request, place, clientId });
    const endWatch = proxy.watch((passing) => {
      if (passing.clientId !== clientId || passing.request !== request) return;
      seen += 1;
      // The first JoinGroup of a member only fetches its name.
      if (request === 'JoinGroup' && seen === 2) cut = proxy.arm({ request, place, clientId });
    });
    const reader = OF_CONSUMERS.includes(request) ? consume(client.kafka, groupId) : null;
    const flow = reader?.started ?? transact(client.kafka, groupId, partition);
    let [hit, failed] = [null as SeenRequest | null, false];
    flow.catch(() => {
      failed = true;
    });
    try {
      const armed = await waitFor(() => cut, 'cut', WAIT_MS);
      void armed.fired.then((fired) => {
        client.shut();
        hit = fired;
      });
      expect(await waitFor(() => hit, 'request to cut', WAIT_MS)).toMatchObject({ request, clientId, broker: 0 });

      if (place === 'silent') await sleep(STILL_OPEN_MS);
      else await waitFor(() => client.ended() || null, 'end of the connection', WAIT_MS);
      expect(client.ended()).toBe(place === 'silent' ? 0 : 1);

      const effect = EFFECTS[request];
      const left = place === 'before' ? 0 : 1;
      const arrived = async () => (!effect || (await effect(groupId)) === left ? true : null);
      await waitFor(arrived, `effect of ${left}`, WAIT_MS);

      client.destroy();
      if (reader) await reader.stop();
      else await waitFor(() => failed || null, 'failure of the transaction', WAIT_MS);
      const wanted = place === 'before' ? seen - 1 : seen;
      const isTold = () => carriedOut(clientId, request).length >= wanted || null;
      await waitFor(isTold, 'lines of the broker', WAIT_MS);
      // One more would come soon.
      await sleep(200);
      const requests = carriedOut(clientId, request);
      expect(requests).toHaveLength(wanted);
      if (!reader && wanted > 0) expect(requests.at(-1)).toBe(true);
    } finally {
      endWatch();
      client.destroy();
    }
  });
});

it('at a commit leaves the transaction open before it, and ended behind it', () => {
  const open = new Set(proxy.openTransactions().map(({ clientId }) => clientId));
  const ended = [...proxy.lastCommits().keys()];
  for (const place of PLACES) {
    expect(open.has(`cut-EndTxn-${place}`)).toBe(place === 'before');
    expect(ended.some((id) => id.includes(`cut-EndTxn-${place}`))).toBe(place !== 'before');
  }
});
