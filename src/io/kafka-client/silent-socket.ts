import type { Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';

/** What came while this process was stopped or busy is read before silence is believed. */
const GRACE_MS = 500;

/**
 * Breaks a connection on which something was sent and nothing came back for so long, as kafkajs expects of a broken one:
 * it then looks for the broker anew. By itself it asks again on the same connection for minutes, which is in vain where
 * the other side is gone without a word.
 */
export function breakWhenSilent<Kind extends Socket>(socket: Kind, silentMs: number): Kind {
  let timer: NodeJS.Timeout | null = null;
  const hear = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
  const give = (): void => {
    const error = Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' });
    socket.destroy(error);
  };
  const write = socket.write.bind(socket) as (...values: unknown[]) => boolean;
  socket.write = ((...values: unknown[]) => {
    timer ??= setTimeout(() => {
      timer = setTimeout(give, GRACE_MS);
    }, silentMs);
    return write(...values);
  }) as Kind['write'];
  socket.on('data', hear);
  socket.on('close', hear);
  return socket;
}

/** A factory of such sockets. */
export function withoutSilence(open: ISocketFactory, silentMs: number): ISocketFactory {
  return (options) => breakWhenSilent(open(options), silentMs);
}
