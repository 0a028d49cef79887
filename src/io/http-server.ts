import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SigiloError, thrownName } from '../errors.ts';

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** What may be read at which path; nothing else is served, and nothing of a request is given back. */
export type Pages = Readonly<Record<string, () => Reply | Promise<Reply>>>;

export interface Listener {
  readonly port: number;
  /** Refuses new connections and cuts those that remain. */
  close(): Promise<void>;
}

const plain = (status: number, body: string): Reply => ({ status, contentType: 'text/plain; charset=utf-8', body });

export interface Probes {
  readonly metrics: () => Promise<{ contentType: string; body: string }>;
  /** False only when this process must be replaced; never depends on the brokers. */
  readonly live: () => boolean;
  readonly ready: () => boolean;
  readonly started: () => boolean;
}

/** The pages for the orchestrator and Prometheus. */
export function publicPages(probes: Probes): Pages {
  const probe = (answer: () => boolean) => () => (answer() ? plain(200, 'ok\n') : plain(503, 'not ok\n'));
  return {
    '/metrics': async () => ({ status: 200, ...(await probes.metrics()) }),
    '/livez': probe(probes.live),
    '/readyz': probe(probes.ready),
    '/startupz': probe(probes.started),
  };
}

/** The pages for the operator on this machine. */
export function adminPages(status: () => object | Promise<object>): Pages {
  return {
    '/status': async () => {
      const body = `${JSON.stringify(await status(), null, 2)}\n`;
      return { status: 200, contentType: 'application/json', body };
    },
  };
}

export interface ListenerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Name of the setting, for the error `http.port`. */
  readonly setting: string;
  readonly pages: Pages;
  /** Served to callers on this machine only; to all others they do not exist. */
  readonly localPages?: Pages;
  /** Demanded as a bearer token of every request, when given. */
  readonly token?: () => string;
}

/** Opens a listener with short limits on time, size and number; rejects with `http.port`. */
export function openListener(options: ListenerOptions): Promise<Listener> {
  const server = createServer({ maxHeaderSize: 8_192, headersTimeout: 5_000, requestTimeout: 5_000 });
  server.maxConnections = 64;
  server.keepAliveTimeout = 5_000;
  server.on('request', (request, response) => {
    void answer(request, options).then((reply) => send(request, response, reply));
  });
  server.on('clientError', (_, socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const context = { setting: options.setting, actual: options.port, thrown: thrownName(error) };
      reject(new SigiloError('http.port', context));
    });
    server.listen(options.port, options.host, () => {
      resolve({ port: (server.address() as AddressInfo).port, close: () => close(server) });
    });
  });
}

async function answer(request: IncomingMessage, { pages, localPages, token }: ListenerOptions): Promise<Reply> {
  try {
    if (token && !authorized(request.headers.authorization, token())) return plain(401, 'unauthorized\n');
  } catch {
    // The token's file cannot be used: nobody is let in.
    return plain(503, 'unavailable\n');
  }
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const page = findPage(path, pages) ?? (localPages && isLocal(request) ? findPage(path, localPages) : undefined);
  if (!page) return plain(404, 'not found\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'method not allowed\n');
  if (request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0) {
    return plain(413, 'no body expected\n');
  }
  try {
    return await page();
  } catch {
    return plain(500, 'internal\n');
  }
}

function findPage(path: string, pages: Pages): Pages[string] | undefined {
  return Object.hasOwn(pages, path) ? pages[path] : undefined;
}

/** Both ends of the connection have one address: of another machine, or a proxy before it, that cannot be. */
function isLocal({ socket }: IncomingMessage): boolean {
  return socket.remoteAddress !== undefined && socket.remoteAddress === socket.localAddress;
}

/** Digests have one length, so that the comparison tells neither content nor length of the token. */
function authorized(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}

function send(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  // A body is never read: the connection goes with it.
  if (reply.status >= 400) response.shouldKeepAlive = false;
  response.writeHead(reply.status, {
    'content-type': reply.contentType,
    'content-length': Buffer.byteLength(reply.body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(reply.status === 405 && { allow: 'GET, HEAD' }),
    ...(reply.status === 401 && { 'www-authenticate': 'Bearer' }),
  });
  response.end(request.method === 'HEAD' ? undefined : reply.body);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
