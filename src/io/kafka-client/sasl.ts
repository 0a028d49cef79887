import { createRequire } from 'node:module';
import type { AuthenticationProviderArgs, Mechanism } from 'kafkajs';
import { type ConnectionFault, faultText } from '../../core/connection-fault.ts';
import { SigiloError } from '../../errors.ts';

/** Who we are to the brokers; the functions read the secret anew. */
export type Sasl =
  | {
      readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
      readonly username: string;
      readonly password: () => string;
    }
  | { readonly mechanism: 'oauthbearer'; readonly token: () => string };

type Provider = (sasl: { username: string; password: string }) => Mechanism['authenticationProvider'];
type Exchange = AuthenticationProviderArgs['saslAuthenticate'];

const SCRAM = {
  'scram-sha-256': 'kafkajs/src/broker/saslAuthenticator/scram256.js',
  'scram-sha-512': 'kafkajs/src/broker/saslAuthenticator/scram512.js',
} as const;

const REFUSED = 'SASL_AUTHENTICATION_FAILED';
const SIZE_BYTES = 4;
/** Brokers ask for 4,096 unless told otherwise, and for 16,384 at most. */
const MOST_ITERATIONS = 1_000_000;

export interface SaslOptions {
  /** Called with the text of each fault (`readFault`), since kafkajs is silent on some. */
  readonly report: (text: string) => void;
  /** Whether kafkajs should try again by itself; else it fails at once, and its caller has a pace of its own. */
  readonly isRetried: boolean;
}

/**
 * Makes the mechanism that kafkajs authenticates with. kafkajs' own ones treat every failure as final, a time-out too, so
 * that a password that is renewed at the broker a moment earlier than here ends the consumer; and with OAUTHBEARER they
 * take a refusal for a success. These read the secret for each authentication, and tell of failures by `readFault`.
 */
export function saslMechanism(sasl: Sasl, { report, isRetried }: SaslOptions): Mechanism {
  const fail = (fault: ConnectionFault): Error => {
    report(`SASL: ${faultText(fault)}`);
    return authenticationError(fault, isRetried);
  };
  return {
    // kafkajs asks for the name before its first request: a secret that cannot be read must fail here. In the middle of
    // an exchange it would leave a connection that is lost for good.
    get mechanism() {
      readSecret(sasl, fail);
      return sasl.mechanism.toUpperCase();
    },
    authenticationProvider: (parts) => ({ authenticate: () => authenticate(sasl, parts, fail) }),
  };
}

async function authenticate(
  sasl: Sasl,
  parts: AuthenticationProviderArgs,
  fail: (fault: ConnectionFault) => Error,
): Promise<void> {
  const secret = readSecret(sasl, fail);
  let failure: unknown;
  const exchange: Exchange = async (messages) => {
    try {
      return await parts.saslAuthenticate(messages);
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  try {
    if (sasl.mechanism === 'oauthbearer') await sendToken(secret, exchange);
    else if (sasl.mechanism === 'plain') await exchange(message(`\0${sasl.username}\0${secret}`));
    else {
      const provider = createRequire(import.meta.url)(SCRAM[sasl.mechanism]) as Provider;
      const credentials = { username: sasl.username, password: secret };
      // What it would log, the report says better.
      const logger = { ...parts.logger, error: () => {} };
      await provider(credentials)({ ...parts, logger, saslAuthenticate: boundedWork(exchange) }).authenticate();
    }
  } catch {
    // Without a failed request it was the broker that could not prove itself, or that refused a token.
    if (failure === undefined || (failure as { type?: unknown }).type === REFUSED) {
      throw fail({ code: 'kafka.unauthorized', detail: REFUSED });
    }
    throw failure;
  }
}

/** kafkajs does as many iterations as a broker asks for: too many would hold a thread for hours, and there are four. */
function boundedWork(exchange: Exchange): Exchange {
  return async (messages) => {
    const answer = await exchange(messages);
    const { i } = (answer ?? {}) as { readonly i?: unknown };
    if (i !== undefined && !(Number(i) <= MOST_ITERATIONS)) throw new Error('refused');
    return answer;
  };
}

/** A broker that refuses a token answers with a reason, and waits for one more message before it says so. */
async function sendToken(token: string, exchange: Exchange): Promise<void> {
  const challenge = await exchange(message(`n,,\x01auth=Bearer ${token}\x01\x01`));
  if (!challenge || challenge.length <= SIZE_BYTES) return;
  await exchange(message('\x01'));
  throw new Error('refused');
}

/** One SASL message, with its length before it as kafkajs expects; the answer has the same form. */
function message(text: string) {
  const content = Buffer.from(text, 'utf8');
  const size = Buffer.alloc(SIZE_BYTES);
  size.writeInt32BE(content.length);
  return {
    request: { encode: () => Buffer.concat([size, content]) },
    response: { decode: (answer: Buffer) => answer, parse: (answer: Buffer) => answer },
  };
}

function readSecret(sasl: Sasl, fail: (fault: ConnectionFault) => Error): string {
  try {
    return sasl.mechanism === 'oauthbearer' ? sasl.token() : sasl.password();
  } catch (error) {
    const setting = error instanceof SigiloError ? error.context.setting : undefined;
    throw fail({ code: 'config.secret_unreadable', detail: setting ?? 'unknown' });
  }
}

/**
 * An error that kafkajs takes for one of its own. It is not named as one of a connection: kafkajs would hang up while
 * other requests are connecting, and some of them never settle then. A broker that refuses hangs up by itself.
 */
function authenticationError(fault: ConnectionFault, retriable: boolean): Error {
  const text = faultText(fault);
  return Object.assign(new Error(text), { name: 'KafkaJSSASLAuthenticationError', code: text, retriable });
}
