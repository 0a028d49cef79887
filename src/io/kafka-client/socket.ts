import { connect as connectPlain, isIP, Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';
import { type ConnectionFault, faultText } from '../../core/connection-fault.ts';
import { isLoopback } from '../../core/loopback.ts';
import { SigiloError } from '../../errors.ts';

const ESCAPED_COLON = '%3A';
const KEEP_ALIVE_MS = 60_000;

/** Hides the colons of an IPv6 address: kafkajs cuts an address at its first colon. */
export function escapeAddress(broker: string): string {
  return broker.replace(/:(?=.*\])/g, ESCAPED_COLON);
}

/** What a socket depends on: see the settings of the client. */
export interface SocketSettings {
  readonly ssl?: { readonly secureContext: () => SecureContext } | null;
  readonly sasl?: object | null;
}

/**
 * Makes the function by which kafkajs opens its sockets: each with the certificates as they are on disk at that moment.
 * A socket that is not to be had fails later, as an unreachable broker does, with a text that `readFault` understands.
 */
export function createSocketFactory({ ssl, sasl }: SocketSettings): ISocketFactory {
  return ({ host: given, port, onConnect }) => {
    const host = given.replace(/^\[|\]$/g, '').replaceAll(ESCAPED_COLON, ':');
    if (!ssl) {
      // The configuration vouches for the addresses in it; a broker may name others.
      if (sasl && !isLoopback(host)) return failingSocket({ code: 'kafka.tls', detail: 'PLAINTEXT_REFUSED' });
      return connectPlain({ host, port }, onConnect).setKeepAlive(true, KEEP_ALIVE_MS);
    }
    let secureContext: SecureContext;
    try {
      secureContext = ssl.secureContext();
    } catch (error) {
      return failingSocket(secretFault(error));
    }
    const options = { host, port, secureContext, rejectUnauthorized: true, checkServerIdentity };
    const socket = connectTls({ ...options, ...(isIP(host) ? {} : { servername: host }) }, onConnect);
    markTlsFaults(socket);
    return socket.setKeepAlive(true, KEEP_ALIVE_MS);
  };
}

/** Writes into an error of the socket, before kafkajs reads it, that and why TLS failed. */
function markTlsFaults(socket: TLSSocket): void {
  let stage: 'opening' | 'handshake' | 'secure' = 'opening';
  socket.once('connect', () => {
    stage = 'handshake';
  });
  socket.once('secureConnect', () => {
    stage = 'secure';
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    const detail = error.code ?? 'UNKNOWN';
    const isOfSystem = /^E[A-Z0-9]+$/.test(detail) && detail !== 'EPROTO';
    const isOfTls = /^(EPROTO$|ERR_SSL_|ERR_TLS_|ERR_OSSL_)/.test(detail) || (stage === 'handshake' && !isOfSystem);
    if (!isOfTls && stage !== 'handshake') return;
    // A peer that hangs up may be restarting, or may not speak TLS at all.
    const fault: ConnectionFault = isOfTls
      ? { code: 'kafka.tls', detail }
      : { code: 'kafka.unavailable', detail: 'TLS_HANDSHAKE_CUT' };
    error.message = error.code = faultText(fault);
  });
}

/** A socket that fails as if the broker could not be reached: kafkajs then tries again later, as often as it does then. */
function failingSocket(fault: ConnectionFault): Socket {
  const socket = new Socket();
  const text = faultText(fault);
  setImmediate(() => socket.destroy(Object.assign(new Error(text), { code: text })));
  return socket;
}

function secretFault(thrown: unknown): ConnectionFault {
  const setting = thrown instanceof SigiloError ? thrown.context.setting : undefined;
  return { code: 'config.secret_unreadable', detail: setting ?? 'unknown' };
}
