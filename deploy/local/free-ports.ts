import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

// Below the range from which systems take the ports of outgoing connections: a broker that is down for a
// while would otherwise lose its port to any client of the machine.
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** Finds distinct TCP ports on which nothing listens on 127.0.0.1; another process can still take one. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  while (found.size < count) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (!found.has(port) && (await isFree(port))) found.add(port);
  }
  return [...found];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** True when something accepts connections on 127.0.0.1 at this port. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

/** Asks again and again until the answer is true; false when the time is over or `goOn` says so. */
export async function waitUntil(
  ask: () => Promise<boolean>,
  options: { timeoutMs: number; goOn: () => Promise<boolean> },
): Promise<boolean> {
  const end = Date.now() + options.timeoutMs;
  for (;;) {
    if (await ask()) return true;
    if (Date.now() > end || !(await options.goOn())) return false;
    await sleep(100);
  }
}
