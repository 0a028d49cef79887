import net from 'node:net';
import type { ISocketFactory } from 'kafkajs';

/** Kafka's numbers of the requests that make up a transaction. */
export const REQUESTS = {
  Produce: 0,
  InitProducerId: 22,
  AddPartitionsToTxn: 24,
  AddOffsetsToTxn: 25,
  EndTxn: 26,
  TxnOffsetCommit: 28,
} as const;

export type RequestName = keyof typeof REQUESTS;

/** What happens to the n-th request of a kind, counted over all sockets of the process. */
export interface SocketFault {
  readonly request: RequestName;
  /** From 1. */
  readonly at: number;
  /**
   * responseLost: the broker gets it, its answer is dropped and the socket dies.
   * requestLost: the socket dies before the broker gets it.
   * withheld: it is printed instead of being sent, and gets no answer.
   */
  readonly kind: 'responseLost' | 'requestLost' | 'withheld';
}

type Print = (mark: string, fields: object) => void;

/**
 * Opens sockets that fail as told, print `fault` when one has fired, `opening` when a producer asks for its id, and
 * `stage` before each request inside an open transaction.
 * @param delayMs waits so long before such a request, so that a test has time to kill the process inside
 */
export function breakSockets(faults: readonly SocketFault[], delayMs: number, print: Print): ISocketFactory {
  const counts = new Map<RequestName, number>();
  return ({ host, port, onConnect }) => {
    const socket = net.connect({ host, port }, onConnect);
    socket.setNoDelay(true);
    let isMuted = false;
    const on = socket.on.bind(socket);
    const write = socket.write.bind(socket) as (bytes: Buffer) => boolean;
    const listen = (event: string, listener: (...values: unknown[]) => void): net.Socket =>
      on(event, event === 'data' ? (data) => void (isMuted || listener(data)) : listener);
    const send = (bytes: Buffer): boolean => {
      const request = nameOf(bytes);
      if (!request) return write(bytes);
      const count = (counts.get(request) ?? 0) + 1;
      counts.set(request, count);
      const fault = faults.find((each) => each.request === request && each.at === count);
      if (fault?.kind === 'withheld') {
        print('fault', { request, port, bytes: bytes.toString('base64') });
        return true;
      }
      if (fault) {
        print('fault', { request });
        isMuted = true;
        setTimeout(() => socket.destroy(new Error('cut')), 50);
        if (fault.kind === 'requestLost') return true;
      }
      if (request === 'InitProducerId') print('opening', {});
      if (request === 'InitProducerId' || request === 'AddPartitionsToTxn') return write(bytes);
      print('stage', { request });
      if (delayMs === 0) return write(bytes);
      setTimeout(() => write(bytes), delayMs);
      return true;
    };
    return Object.assign(socket, { on: listen, write: send });
  };
}

function nameOf(bytes: Buffer): RequestName | undefined {
  const number = bytes.length > 6 ? bytes.readInt16BE(4) : -1;
  return (Object.keys(REQUESTS) as RequestName[]).find((name) => REQUESTS[name] === number);
}

/**
 * Sends a withheld EndTxn as its owner would have, late.
 * @returns Kafka's error number; 0 when it was accepted
 */
export async function sendLate(port: number, request: string): Promise<number> {
  const socket = net.connect({ host: '127.0.0.1', port });
  try {
    socket.write(Buffer.from(request, 'base64'));
    const answer = await new Promise<Buffer>((resolve, reject) => {
      socket.once('data', resolve);
      socket.once('error', reject);
    });
    // length, correlation id, throttle time, error
    return answer.readInt16BE(12);
  } finally {
    socket.destroy();
  }
}
