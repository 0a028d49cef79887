import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { type RequestOptions, request as secureRequest, Agent as TlsAgent } from 'node:https';
import { checkServerIdentity, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { SigiloError, thrownName } from '../errors.ts';

/** An answer of the registry: its status and its parsed JSON (undefined when it is not JSON). */
export interface RegistryAnswer {
  readonly status: number;
  readonly json: unknown;
}

export interface RegistryEndpoint {
  /** Base address, path included; without credentials. */
  readonly url: string;
  /** For a whole request: connecting, headers and body. */
  readonly timeoutMs: number;
  /** For an https address; without it, Node's authorities hold. Certificate and host name are always checked. */
  readonly ssl?: { readonly secureContext: () => SecureContext } | null;
  /** Basic or bearer; the functions read the secret anew, and so does each request. */
  readonly auth?:
    | { readonly username: string; readonly password: () => string }
    | { readonly token: () => string }
    | null;
}

/** Largest body that is read; a schema of a registry is far below it. */
export const ANSWER_BYTES = 4 * 1024 * 1024;

const MEDIA_TYPE = 'application/vnd.schemaregistry.v1+json';

/**
 * Makes the function that sends one request to the registry and reads a bounded answer within a bounded time.
 *
 * The client package @kafkajs/confluent-schema-registry is not used for this, because its middlewares wrap too late to
 * make it right: a body that breaks off never settles the call, an error answer whose body is `null` becomes an
 * unhandled rejection, bodies are read without a limit, a slow drip outlives the time-out, error texts quote the body,
 * and the schema's own JSON (with its custom attributes) is gone once avsc has parsed it.
 *
 * Redirects are not followed, so credentials go to the configured host only. Certificates, keys, passwords and tokens
 * are read for each request, so that renewed ones are used.
 * Rejects with `registry.unavailable`, `registry.tls` or `config.secret_unreadable`, all retryable.
 * @param onDate told the HTTP Date of each answer
 */
export function createRegistryRequest(endpoint: RegistryEndpoint, onDate?: (date: string) => void) {
  const base = new URL(endpoint.url);
  const secure = base.protocol === 'https:';
  // A resumed session would not check the certificate again.
  const agent = secure
    ? new TlsAgent({ keepAlive: false, maxCachedSessions: 0 })
    : new PlainAgent({ keepAlive: false });
  const prefix = base.pathname.replace(/\/+$/, '');

  function headersFor(body: string | undefined): Record<string, string | number> {
    const headers: Record<string, string | number> = { accept: MEDIA_TYPE, 'user-agent': 'sigilo' };
    if (body !== undefined) {
      headers['content-type'] = MEDIA_TYPE;
      headers['content-length'] = Buffer.byteLength(body);
    }
    const { auth } = endpoint;
    if (auth && 'token' in auth) headers.authorization = `Bearer ${auth.token()}`;
    else if (auth) {
      const pair = `${auth.username}:${auth.password()}`;
      headers.authorization = `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
    }
    return headers;
  }

  function tlsOptions(): RequestOptions {
    const context = { secureContext: endpoint.ssl?.secureContext() ?? createSecureContext({ minVersion: 'TLSv1.2' }) };
    return { ...context, rejectUnauthorized: true, checkServerIdentity };
  }

  return (method: 'GET' | 'POST', path: string, content?: unknown): Promise<RegistryAnswer> => {
    const body = content === undefined ? undefined : JSON.stringify(content);
    return new Promise((resolve, reject) => {
      const request = (secure ? secureRequest : plainRequest)({
        agent,
        method,
        protocol: base.protocol,
        hostname: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port,
        path: prefix + path,
        headers: headersFor(body),
        ...(secure && tlsOptions()),
      });
      const timer = setTimeout(() => fail('TimeoutError'), endpoint.timeoutMs);

      function fail(thrown: string, status?: number): void {
        clearTimeout(timer);
        request.destroy();
        reject(unavailable(thrown, status));
      }

      request.on('error', (error: NodeJS.ErrnoException) => {
        if (!isTlsFault(error, request.socket as TLSSocket | null)) return fail(thrownName(error));
        clearTimeout(timer);
        reject(new SigiloError('registry.tls', { errorType: error.code ?? 'UNKNOWN' }, { retryable: true }));
      });
      request.on('response', (response) => {
        response.on('error', (error) => fail(thrownName(error), response.statusCode));
        if (response.headers.date !== undefined) onDate?.(response.headers.date);
        readBody(response, (thrown, text) => {
          if (thrown !== null) return fail(thrown, response.statusCode);
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, json: parseJson(text) });
        });
      });
      request.end(body);
    });
  };
}

function unavailable(thrown: string, status: number | undefined): SigiloError {
  const context = status === undefined ? { thrown } : { thrown, status };
  return new SigiloError('registry.unavailable', context, { retryable: true });
}

/** True when the peer is not who it should be, or refuses our certificate; not when the network failed. */
function isTlsFault({ code = '' }: NodeJS.ErrnoException, socket: TLSSocket | null): boolean {
  if (/^(EPROTO$|ERR_SSL_|ERR_TLS_|ERR_OSSL_)/.test(code)) return true;
  return socket?.encrypted === true && !socket.authorized && code !== '' && !/^E[A-Z0-9]+$/.test(code);
}

/** Collects a body; `done` gets the name of what went wrong, or null and the text. */
function readBody(response: IncomingMessage, done: (thrown: string | null, text: string) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > ANSWER_BYTES) done('BodyTooLarge', '');
    else chunks.push(chunk);
  });
  response.on('end', () => done(null, Buffer.concat(chunks).toString('utf8')));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
