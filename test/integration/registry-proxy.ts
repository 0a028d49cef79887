import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the proxy answers instead of the registry. */
export type RegistryFault =
  | 'unknown' // 404 as the registry itself says it
  | 'unknown once'
  | 'page not found' // 404 of somebody else
  | 'unauthorized'
  | 'forbidden'
  | 'server error'
  | 'hang'
  | 'garbage'
  | 'other JSON'
  | 'redirect'
  | 'slow drip'
  | 'endless body'
  | 'broken off';

export interface RegistryRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly authorization: string | undefined;
}

export interface RegistryProxy {
  readonly url: string;
  /** Says which fault a request meets; null passes it on. */
  script: (request: RegistryRequest) => RegistryFault | null;
  /** Says which path is asked for in place of this one. */
  rewrite: (path: string) => string;
  /** How long the proxy waits before it answers, in milliseconds. */
  delayMs: number;
  /** All requests that came, with what they met. */
  readonly seen: readonly (RegistryRequest & { readonly fault: RegistryFault | null })[];
  /** Closes the port: connections are refused, until `open`. */
  readonly shut: () => Promise<void>;
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens a proxy on a free port of loopback in front of a registry. */
export async function openRegistryProxy(registry: string): Promise<RegistryProxy> {
  const seen: (RegistryRequest & { fault: RegistryFault | null })[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { method = '', url: path = '', headers } = incoming;
      const met = { method, path, body, authorization: headers.authorization };
      const fault = proxy.script(met);
      seen.push({ ...met, fault });
      const answerIt = () => {
        if (fault === null) passOn(registry + proxy.rewrite(path), incoming, body, response);
        else FAULTS[fault](response);
      };
      if (proxy.delayMs > 0) setTimeout(answerIt, proxy.delayMs);
      else answerIt();
    });
    response.on('error', () => {});
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const shut = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const proxy: RegistryProxy = {
    url: `http://127.0.0.1:${port}`,
    script: () => null,
    rewrite: (path) => path,
    delayMs: 0,
    seen,
    shut,
    open: () => listen(port),
    close: shut,
  };
  return proxy;
}

function passOn(address: string, incoming: IncomingMessage, body: string, response: ServerResponse): void {
  const { host: _, authorization: __, ...headers } = incoming.headers;
  const onward = request(address, { method: incoming.method ?? 'GET', headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  onward.end(body);
}

function answer(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}

/** Writes a piece again and again until the client has had enough. */
function trickle(response: ServerResponse, piece: string, everyMs: number): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(piece), everyMs);
  response.on('close', () => clearInterval(timer));
}

const NOT_FOUND = JSON.stringify({ error_code: 40403, message: 'Schema not found' });

const FAULTS: Readonly<Record<RegistryFault, (response: ServerResponse) => void>> = {
  unknown: (response) => answer(response, 404, NOT_FOUND),
  'unknown once': (response) => answer(response, 404, NOT_FOUND),
  'page not found': (response) => answer(response, 404, '<html>no such page</html>'),
  unauthorized: (response) => answer(response, 401, JSON.stringify({ error_code: 40101, message: 'who are you' })),
  forbidden: (response) => answer(response, 403, 'null'),
  'server error': (response) => answer(response, 500, JSON.stringify({ error_code: 50001, message: 'sorry' })),
  hang: () => {},
  garbage: (response) => answer(response, 200, '{"schema": "{\\"type'),
  'other JSON': (response) => answer(response, 200, '["a", {"schema": 1}]'),
  redirect: (response) => answer(response, 302, '', { location: '/redirected' }),
  'slow drip': (response) => trickle(response, ' ', 40),
  'endless body': (response) => trickle(response, ' '.repeat(262_144), 1),
  'broken off': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
    response.write('{"schema": "');
    setTimeout(() => response.destroy(), 20);
  },
};
