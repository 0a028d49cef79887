import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isListening } from '../../deploy/local/free-ports.ts';

const LOOK_MS = 100;

/** One broker as seen by the proxy, on loopback. */
export interface Gate {
  /** Where clients come in; 0 takes a free one. */
  readonly proxyPort: number;
  readonly brokerPort: number;
}

export interface OpenGate {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * Listens in front of a broker. The first client that comes while the broker is down is cut off; until the broker is
 * back nobody listens then, so that clients see what a dead process shows: a refused connection.
 * @param onClient gets both ends; that of the broker is still connecting
 */
export async function openGate(
  { proxyPort, brokerPort }: Gate,
  onClient: (client: Socket, broker: Socket) => void,
): Promise<OpenGate> {
  let state: 'open' | 'shut' | 'closed' = 'open';
  const server = createServer((client) => {
    const broker = connect({ host: '127.0.0.1', port: brokerPort });
    onClient(client, broker);
    broker.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNREFUSED' && state === 'open') void shut();
    });
  });

  const listen = (at: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(at, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });

  const shut = async (): Promise<void> => {
    state = 'shut';
    server.close();
    while (state === 'shut' && !(await isListening(brokerPort))) await sleep(LOOK_MS);
    if (state !== 'shut') return;
    await listen(port);
    // Closed while it opened.
    if (state !== 'shut') server.close();
    else state = 'open';
  };

  await listen(proxyPort);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: async () => {
      state = 'closed';
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}
