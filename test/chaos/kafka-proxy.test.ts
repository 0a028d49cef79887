import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { CutPlace, KafkaProxy, SeenRequest } from './chaos-run.ts';
import { sampleAnswer, sampleRequest } from './kafka-frames-samples.ts';
import { openKafkaProxy } from './kafka-proxy.ts';

const ID = 'sigilo:group:chat:0';
const open: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** One end of a connection, with all that it got. */
interface Peer {
  readonly socket: Socket;
  readonly got: () => Buffer;
  readonly size: () => number;
  readonly hasEnded: () => boolean;
}

function peerOf(socket: Socket): Peer {
  const chunks: Buffer[] = [];
  let [size, ended] = [0, false];
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
  });
  socket.on('error', () => {});
  for (const event of ['end', 'close']) {
    socket.on(event, () => {
      ended = true;
    });
  }
  return { socket, got: () => Buffer.concat(chunks), size: () => size, hasEnded: () => ended };
}

/** A broker that does nothing by itself. */
async function openBroker(): Promise<{ port: number; peers: Peer[]; close: () => void }> {
  const peers: Peer[] = [];
  const server = createServer((socket) => peers.push(peerOf(socket)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.close();
    for (const { socket } of peers) socket.destroy();
  };
  open.push(close);
  return { port: (server.address() as AddressInfo).port, peers, close };
}

async function openProxy(...brokerPorts: number[]): Promise<KafkaProxy> {
  const proxy = await openKafkaProxy(brokerPorts.map((brokerPort) => ({ proxyPort: 0, brokerPort })));
  open.push(proxy.close);
  return proxy;
}

function openClient(proxy: KafkaProxy, broker = 0): Peer {
  const socket = connect({ host: '127.0.0.1', port: Number(proxy.addresses[broker]!.split(':')[1]) });
  open.push(() => socket.destroy());
  return peerOf(socket);
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries === 1000) throw new Error(`it never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Lets everything happen that could still come. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 100));
}

/** A client, and the broker's end of its connection. */
async function connected() {
  const broker = await openBroker();
  const proxy = await openProxy(broker.port);
  const client = openClient(proxy);
  await until(() => broker.peers.length === 1, 'connection');
  return { broker, proxy, client, peer: broker.peers[0]! };
}

function endTxn(correlationId: number, clientId = 'worker-1'): Promise<Buffer> {
  return sampleRequest('EndTxn', { version: 1, correlationId, clientId, transactionalId: ID });
}

const SEEN: SeenRequest = { request: 'EndTxn', clientId: 'worker-1', broker: 0, transactionalId: ID };

describe('frames', () => {
  it('pass both ways, many in one piece and one in many pieces', async () => {
    const { client, peer } = await connected();
    const requests = Buffer.concat([
      await endTxn(1),
      await sampleRequest('Heartbeat', { version: 3, correlationId: 2 }),
    ]);
    client.socket.write(requests.subarray(0, 7));
    await settle();
    client.socket.write(requests.subarray(7));
    await until(() => peer.size() === requests.length, 'requests');
    expect(peer.got()).toEqual(requests);
    const answers = Buffer.concat([sampleAnswer(1), sampleAnswer(2, 0, 3_000_000)]);
    peer.socket.write(answers);
    await until(() => client.size() === answers.length, 'answers');
    expect(client.got().equals(answers)).toBe(true);
  });

  it('are not piled up for a client that does not read', async () => {
    const { client, peer } = await connected();
    client.socket.pause();
    const frame = sampleAnswer(1, 0, 64 * 1024 * 1024);
    peer.socket.write(frame);
    // Until nothing moves any more.
    for (let left = -1; left !== peer.socket.writableLength; await settle()) {
      left = peer.socket.writableLength;
      await settle();
    }
    // What is not in the kernel's buffers waits at the sender.
    expect(peer.socket.writableLength).toBeGreaterThan(32 * 1024 * 1024);
    client.socket.resume();
    await until(() => client.size() === frame.length, 'rest of the answer');
  });

  it('are passed to the broker behind the address', async () => {
    const [first, second] = [await openBroker(), await openBroker()];
    const proxy = await openProxy(first.port, second.port);
    const seen: SeenRequest[] = [];
    proxy.watch((request) => seen.push(request));
    openClient(proxy, 1).socket.write(await endTxn(1));
    await until(() => seen.length === 1 && (second.peers[0]?.size() ?? 0) > 0, 'request');
    expect(first.peers).toEqual([]);
    expect(seen).toEqual([{ ...SEEN, broker: 1 }]);
  });

  it('of a broker that ends the connection still reach the client, which is then cut off', async () => {
    const { client, peer } = await connected();
    peer.socket.end(sampleAnswer(1));
    await until(client.hasEnded, 'end of the connection');
    expect(client.got()).toEqual(sampleAnswer(1));
  });

  it('of a client that was killed still reach the broker', async () => {
    const { client, peer } = await connected();
    const request = await endTxn(1);
    client.socket.end(request);
    await until(peer.hasEnded, 'end of the connection');
    expect(peer.got()).toEqual(request);
  });

  it('that can never be read end the proxy loudly', async () => {
    const { client } = await connected();
    const thrown = new Promise((resolve) => {
      const others = process.listeners('uncaughtException');
      process.removeAllListeners('uncaughtException');
      process.once('uncaughtException', (error) => {
        for (const other of others) process.on('uncaughtException', other);
        resolve(error);
      });
    });
    const request = await endTxn(1);
    request.writeInt16BE(5, 6);
    client.socket.write(request);
    expect(await thrown).toBeInstanceOf(RangeError);
  });
});

describe('a dead broker', () => {
  it('cuts off who connects, at once, and then refuses', async () => {
    const broker = await openBroker();
    const proxy = await openProxy(broker.port);
    broker.close();
    const client = openClient(proxy);
    await until(client.hasEnded, 'end of the connection');
    const [error] = await once(openClient(proxy).socket, 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('is served again when it is back', async () => {
    const broker = await openBroker();
    const proxy = await openProxy(broker.port);
    broker.close();
    await until(openClient(proxy).hasEnded, 'end of the connection');
    const server = createServer((socket) => peerOf(socket).socket.end(sampleAnswer(1)));
    await new Promise<void>((resolve) => server.listen(broker.port, '127.0.0.1', resolve));
    open.push(() => server.close());
    const answered = () => {
      const client = openClient(proxy);
      return new Promise((resolve) => {
        client.socket.on('close', () => resolve(client.size() > 0));
      });
    };
    for (let tries = 0; !(await answered()); tries += 1) {
      expect(tries).toBeLessThan(200);
      await settle();
    }
  });
});

describe('a cut', () => {
  it('before: neither the request nor what follows reaches the broker; what came earlier does', async () => {
    const { proxy, client, peer } = await connected();
    const cut = proxy.arm({ request: 'EndTxn', place: 'before' });
    const earlier = await sampleRequest('Heartbeat', { version: 3, correlationId: 1 });
    client.socket.write(Buffer.concat([earlier, await endTxn(2), earlier]));
    expect(await cut.fired).toEqual(SEEN);
    await until(() => client.hasEnded() && peer.hasEnded(), 'end of both connections');
    expect(peer.got()).toEqual(earlier);
  });

  it('after: the request reaches the broker whole, both connections end, and no answer comes through', async () => {
    const { proxy, client, peer } = await connected();
    const cut = proxy.arm({ request: 'Produce', place: 'after' });
    const topicData = [{ topic: 'chat', partitions: [{ partition: 0, messages: [{ value: 'x'.repeat(200_000) }] }] }];
    const request = await sampleRequest('Produce', { version: 7, correlationId: 1, transactionalId: ID, topicData });
    peer.socket.on('end', () => peer.socket.end(sampleAnswer(1)));
    client.socket.write(Buffer.concat([request, await endTxn(2)]));
    expect(await cut.fired).toEqual({ ...SEEN, request: 'Produce' });
    await until(() => client.hasEnded() && peer.hasEnded(), 'end of both connections');
    expect(peer.got().equals(request)).toBe(true);
    expect(client.got()).toHaveLength(0);
  });

  it('lost: the answer of exactly that request is read and dropped, then both connections end', async () => {
    const { proxy, client, peer } = await connected();
    const cut = proxy.arm({ request: 'EndTxn', place: 'lost' });
    let fired = false;
    void cut.fired.then(() => {
      fired = true;
    });
    const requests = Buffer.concat([
      await sampleRequest('Heartbeat', { version: 3, correlationId: 8 }),
      await endTxn(9),
    ]);
    client.socket.write(requests);
    await until(() => peer.size() === requests.length, 'requests');
    peer.socket.write(sampleAnswer(8));
    await until(() => client.size() > 0, 'answer to another request');
    await settle();
    expect([fired, client.hasEnded()]).toEqual([false, false]);
    peer.socket.write(sampleAnswer(9));
    expect(await cut.fired).toEqual(SEEN);
    await until(() => client.hasEnded() && peer.hasEnded(), 'end of both connections');
    expect(client.got()).toEqual(sampleAnswer(8));
  });

  it('silent: the answer is dropped, the client stays connected, and nothing passes any more', async () => {
    const { proxy, client, peer } = await connected();
    const cut = proxy.arm({ request: 'EndTxn', place: 'silent' });
    const request = await endTxn(1);
    client.socket.write(request);
    await until(() => peer.size() === request.length, 'request');
    peer.socket.write(Buffer.concat([sampleAnswer(1), sampleAnswer(2)]));
    expect(await cut.fired).toEqual(SEEN);
    await until(peer.hasEnded, "end of the broker's connection");
    client.socket.write(await endTxn(2));
    await settle();
    expect(client.hasEnded()).toBe(false);
    expect(client.got()).toHaveLength(0);
    expect(peer.got()).toEqual(request);
  });

  it('lets requests pass that do not suit', async () => {
    const { proxy, client, peer } = await connected();
    const cut = proxy.arm({
      request: 'EndTxn',
      place: 'before',
      suits: ({ transactionalId }) => transactionalId !== ID,
    });
    client.socket.write(await endTxn(1));
    await until(() => peer.size() > 0, 'request');
    cut.withdraw();
    expect(await cut.fired).toBeNull();
  });

  it('hits the requests of one client only, and only once', async () => {
    const { proxy, client, peer, broker } = await connected();
    const other = openClient(proxy);
    const cut = proxy.arm({ request: 'EndTxn', place: 'before', clientId: 'worker-2' });
    client.socket.write(await endTxn(1));
    await until(() => peer.size() > 0, 'request of another client');
    other.socket.write(await endTxn(1, 'worker-2'));
    expect(await cut.fired).toEqual({ ...SEEN, clientId: 'worker-2' });
    await until(other.hasEnded, 'end of the connection');
    const again = openClient(proxy);
    again.socket.write(await endTxn(1, 'worker-2'));
    await until(() => (broker.peers.at(-1)?.size() ?? 0) > 0, 'second request');
    expect(client.hasEnded()).toBe(false);
  });

  it('that is withdrawn has not fired, and lets the answer pass', async () => {
    const { proxy, client, peer } = await connected();
    const unused = proxy.arm({ request: 'Fetch', place: 'before' });
    unused.withdraw();
    expect(await unused.fired).toBeNull();
    const cut = proxy.arm({ request: 'EndTxn', place: 'lost' });
    client.socket.write(await endTxn(1));
    await until(() => peer.size() > 0, 'request');
    cut.withdraw();
    expect(await cut.fired).toBeNull();
    peer.socket.write(sampleAnswer(1));
    await until(() => client.size() > 0, 'answer');
    expect(client.hasEnded()).toBe(false);
  });

  it.each<CutPlace>(['lost', 'silent'])(
    '%s waits for the next request when the broker ends without an answer',
    async (place) => {
      const { proxy, client, peer, broker } = await connected();
      const cut = proxy.arm({ request: 'EndTxn', place });
      client.socket.write(await endTxn(1));
      await until(() => peer.size() > 0, 'request');
      peer.socket.destroy();
      await until(client.hasEnded, 'end of the connection');
      const second = openClient(proxy);
      second.socket.write(await endTxn(5));
      await until(() => (broker.peers[1]?.size() ?? 0) > 0, 'second request');
      broker.peers[1]!.socket.write(sampleAnswer(5));
      expect(await cut.fired).toEqual(SEEN);
      await settle();
      expect(second.got()).toHaveLength(0);
    },
  );

  it('fires for each of several rules, one request each', async () => {
    const { proxy, client, broker } = await connected();
    const cuts = [proxy.arm({ request: 'EndTxn', place: 'before' }), proxy.arm({ request: 'EndTxn', place: 'before' })];
    client.socket.write(await endTxn(1));
    await cuts[0]!.fired;
    openClient(proxy).socket.write(await endTxn(1));
    await cuts[1]!.fired;
    expect(broker.peers.every((peer) => peer.size() === 0)).toBe(true);
  });

  it('that waits when the proxy closes has not fired', async () => {
    const proxy = await openProxy((await openBroker()).port);
    const cut = proxy.arm({ request: 'EndTxn', place: 'before' });
    await proxy.close();
    expect(await cut.fired).toBeNull();
  });
});

describe('a watcher', () => {
  it('is called before the request is passed on, and may arm a cut for it', async () => {
    const { proxy, client, peer } = await connected();
    const end = proxy.watch(() => {
      expect(peer.got()).toHaveLength(0);
      proxy.arm({ request: 'EndTxn', place: 'before' });
    });
    client.socket.write(await endTxn(1));
    await until(client.hasEnded, 'end of the connection');
    expect(peer.got()).toHaveLength(0);
    end();
  });

  it('is not called any more when it has ended its watching', async () => {
    const { proxy, client, peer } = await connected();
    const seen: SeenRequest[] = [];
    proxy.watch((request) => seen.push(request))();
    client.socket.write(await endTxn(1));
    await until(() => peer.size() > 0, 'request');
    expect(seen).toEqual([]);
  });
});

it('follows transactions by requests and answers, also when the answer to a commit is lost', async () => {
  const { proxy, client, peer } = await connected();
  const call = async (name: string, version: number, correlationId: number) => {
    const before = peer.size();
    client.socket.write(await sampleRequest(name, { version, correlationId, transactionalId: ID }));
    await until(() => peer.size() > before, name);
  };
  await call('InitProducerId', 1, 1);
  peer.socket.write(sampleAnswer(1, 0, 10));
  await until(() => client.size() > 0, 'answer');
  await call('AddPartitionsToTxn', 1, 2);
  await call('Produce', 7, 3);
  expect(proxy.openTransactions()).toEqual([{ transactionalId: ID, clientId: 'worker-1', hasRecords: true }]);
  expect(proxy.lastCommits().size).toBe(0);
  const cut = proxy.arm({ request: 'EndTxn', place: 'lost' });
  await call('EndTxn', 1, 4);
  expect(proxy.openTransactions()).toHaveLength(1);
  peer.socket.write(sampleAnswer(4));
  await cut.fired;
  expect(proxy.openTransactions()).toEqual([]);
  expect([...proxy.lastCommits().keys()]).toEqual([ID]);
});

it('refuses a port that is taken, and leaves nothing open', async () => {
  const broker = await openBroker();
  const gates = [
    { proxyPort: 0, brokerPort: broker.port },
    { proxyPort: broker.port, brokerPort: broker.port },
  ];
  await expect(openKafkaProxy(gates)).rejects.toThrow('EADDRINUSE');
});
