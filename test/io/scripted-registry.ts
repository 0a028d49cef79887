import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Script = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface ScriptedRegistry {
  readonly url: string;
  /** `METHOD path` of each request, in order. */
  readonly requests: string[];
  readonly headers: IncomingMessage['headers'][];
  /** Most requests that were open at once. */
  mostAtOnce: number;
  close(): Promise<void>;
}

/** A local HTTP server that answers as a test wants it. */
export async function startScriptedRegistry(script: Script): Promise<ScriptedRegistry> {
  let open = 0;
  const server = createServer((request, response) => {
    registry.requests.push(`${request.method} ${request.url}`);
    registry.headers.push(request.headers);
    open += 1;
    registry.mostAtOnce = Math.max(registry.mostAtOnce, open);
    response.on('close', () => {
      open -= 1;
    });
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => script(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const registry: ScriptedRegistry = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/apis/ccompat/v7`,
    requests: [],
    headers: [],
    mostAtOnce: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return registry;
}

/** Answers with JSON. */
export function answerJson(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
  response.end(JSON.stringify(content));
}

export const NOT_FOUND = { error_code: 40403, message: 'Schema not found' };
