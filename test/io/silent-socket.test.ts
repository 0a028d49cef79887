import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { breakWhenSilent } from '../../src/io/kafka-client/silent-socket.ts';

const open: (Server | Socket)[] = [];
afterEach(() => {
  for (const each of open.splice(0)) 'destroy' in each ? each.destroy() : each.close();
});

/** A connection to a peer that answers as it is told; `error` is the code by which the connection broke. */
async function connected(silentMs: number, answer: (peer: Socket) => void) {
  const server = createServer((peer) => {
    open.push(peer);
    peer.on('error', () => {}).on('data', () => answer(peer));
  });
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const socket = breakWhenSilent(connect({ host: '127.0.0.1', port }), silentMs);
  open.push(socket);
  const broken = Promise.withResolvers<string | undefined>();
  socket.on('error', (error: NodeJS.ErrnoException) => broken.resolve(error.code)).resume();
  await once(socket, 'connect');
  return { socket, broken: broken.promise };
}

describe('a connection to a broker', () => {
  it('breaks when a request gets no answer', async () => {
    const { socket, broken } = await connected(50, () => {});
    socket.write('request');
    expect(await broken).toBe('ETIMEDOUT');
    expect(socket.destroyed).toBe(true);
  });

  it('breaks although it is asked again and again', async () => {
    const { socket, broken } = await connected(100, () => {});
    const asking = setInterval(() => socket.write('request'), 20);
    expect(await broken).toBe('ETIMEDOUT');
    clearInterval(asking);
  });

  it('lives while answers come, and while nothing is asked', async () => {
    const { socket } = await connected(200, (peer) => peer.write('answer'));
    await sleep(1_000);
    socket.write('request');
    await once(socket, 'data');
    await sleep(1_000);
    expect(socket.destroyed).toBe(false);
  });

  it('does not break for an answer that came while this process was busy', async () => {
    const { socket } = await connected(100, (peer) => peer.write('answer'));
    socket.write('request');
    await sleep(50);
    const until = performance.now() + 300;
    while (performance.now() < until);
    await sleep(1_000);
    expect(socket.destroyed).toBe(false);
  });
});
