import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import type { AuthenticationProviderArgs, SaslAuthenticateArgs } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { readFault } from '../../src/core/connection-fault.ts';
import { SigiloError } from '../../src/errors.ts';
import { type Sasl, saslMechanism } from '../../src/io/kafka-client/sasl.ts';

type Answer = (message: string) => string;

/** A message as it travels in SaslAuthenticate: its length, then its bytes. */
function framed(text: string): Buffer {
  const content = Buffer.from(text, 'utf8');
  const size = Buffer.alloc(4);
  size.writeInt32BE(content.length);
  return Buffer.concat([size, content]);
}

const protocolError = (type: string) =>
  Object.assign(new Error('foreign text'), { name: 'KafkaJSProtocolError', type });

/** Authenticates as kafkajs does, against a broker that answers by a function. */
function authenticate(sasl: Sasl, answer: Answer, isRetried = true) {
  const sent: string[] = [];
  const reports: string[] = [];
  const mechanism = saslMechanism(sasl, { isRetried, report: (text) => reports.push(text) });
  const exchange = async (messages: SaslAuthenticateArgs<unknown>) => {
    const bytes = await messages.request.encode();
    expect(bytes.readInt32BE(0)).toBe(bytes.length - 4);
    const message = bytes.subarray(4).toString('utf8');
    sent.push(message);
    const raw = framed(answer(message));
    return messages.response?.parse(await messages.response.decode(raw));
  };
  const log = () => {};
  const logger = { debug: log, error: log, warn: log, info: log, namespace: () => logger, setLogLevel: log };
  const parts = { host: 'h', port: 1, logger, saslAuthenticate: exchange } as AuthenticationProviderArgs;
  return { sent, reports, mechanism, done: mechanism.authenticationProvider(parts).authenticate() };
}

const refused: Answer = () => {
  throw protocolError('SASL_AUTHENTICATION_FAILED');
};

/** A broker's side of SCRAM-SHA-512 for the password `right`. */
function scramBroker(): Answer {
  let bare = '';
  let first = '';
  const hmac = (key: Buffer, text: string) => createHmac('sha512', key).update(text).digest();
  return (message) => {
    if (message.startsWith('n,,')) {
      bare = message.slice(3);
      first = `r=${/r=(.*)$/.exec(bare)?.[1]}server,s=${Buffer.from('salt').toString('base64')},i=4096`;
      return first;
    }
    const salted = pbkdf2Sync('right', 'salt', 4_096, 64, 'sha512');
    const signed = `${bare},${first},${message.replace(/,p=.*$/, '')}`;
    const stored = createHash('sha512').update(hmac(salted, 'Client Key')).digest();
    const proof = Buffer.from(/p=(.*)$/.exec(message)?.[1] ?? '', 'base64');
    const key = Buffer.from(hmac(stored, signed).map((byte, index) => byte ^ (proof[index] ?? 0)));
    if (!createHash('sha512').update(key).digest().equals(stored)) return refused(message);
    return `v=${hmac(hmac(salted, 'Server Key'), signed).toString('base64')}`;
  };
}

describe('a login', () => {
  it('by PLAIN sends user and password', async () => {
    const sasl = { mechanism: 'plain', username: 'u', password: () => 'pä' } as const;
    const { sent, done, mechanism } = authenticate(sasl, () => '');
    await done;
    expect(mechanism.mechanism).toBe('PLAIN');
    expect(sent).toEqual(['\0u\0pä']);
  });

  it('by SCRAM proves the password, the one that is on disk then', async () => {
    let password = 'wrong';
    const sasl = { mechanism: 'scram-sha-512', username: 'u', password: () => password } as const;
    await expect(authenticate(sasl, scramBroker()).done).rejects.toThrow(/kafka\.unauthorized/);
    password = 'right';
    await authenticate(sasl, scramBroker()).done;
  });

  it('by SCRAM refuses a broker that does not know the password', async () => {
    const honest = scramBroker();
    const liar: Answer = (message) => (message.startsWith('n,,') ? honest(message) : 'v=AAAA');
    const sasl = { mechanism: 'scram-sha-512', username: 'u', password: () => 'right' } as const;
    await expect(authenticate(sasl, liar).done).rejects.toThrow(/kafka\.unauthorized/);
  });

  it.each(['1000001', '2147483647', 'NaN', ''])('by SCRAM does not do %j iterations', async (count) => {
    const honest = scramBroker();
    const greedy: Answer = (message) => honest(message).replace('i=4096', `i=${count}`);
    const sasl = { mechanism: 'scram-sha-512', username: 'u', password: () => 'right' } as const;
    const { done, sent } = authenticate(sasl, greedy);
    await expect(done).rejects.toThrow(/kafka\.unauthorized/);
    expect(sent).toHaveLength(1);
  });

  it('by OAUTHBEARER sends the token that is on disk then', async () => {
    let token = 'first';
    const sasl = { mechanism: 'oauthbearer', token: () => token } as const;
    const first = authenticate(sasl, () => '');
    await first.done;
    token = 'second';
    const second = authenticate(sasl, () => '');
    await second.done;
    expect(first.sent).toEqual(['n,,\x01auth=Bearer first\x01\x01']);
    expect(second.sent).toEqual(['n,,\x01auth=Bearer second\x01\x01']);
  });

  it('by OAUTHBEARER takes no refusal for a success', async () => {
    const broker: Answer = (message) => (message === '\x01' ? refused(message) : '{"status":"invalid_token"}');
    const { sent, done } = authenticate({ mechanism: 'oauthbearer', token: () => 'old' }, broker);
    await expect(done).rejects.toThrow(/kafka\.unauthorized/);
    expect(sent).toHaveLength(2);
    const silent: Answer = (message) => (message === '\x01' ? '' : '{"status":"invalid_token"}');
    await expect(authenticate({ mechanism: 'oauthbearer', token: () => 'old' }, silent).done).rejects.toThrow();
  });
});

describe('a failure is one that kafkajs understands:', () => {
  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)(
    'a refusal (%s), told without foreign texts',
    async (name) => {
      const { done, reports } = authenticate({ mechanism: name, username: 'u', password: () => 'secret' }, refused);
      const error = (await done.catch((thrown: unknown) => thrown)) as Error & { code: string };
      expect(error).toMatchObject({ name: 'KafkaJSSASLAuthenticationError', retriable: true });
      expect(readFault(error.code)).toEqual({ code: 'kafka.unauthorized', detail: 'SASL_AUTHENTICATION_FAILED' });
      expect(reports.map(readFault)).toEqual([readFault(error.code)]);
      expect(error.message + reports.join()).not.toMatch(/secret|foreign/);
    },
  );

  it.each(['plain', 'scram-sha-512'] as const)(
    'a broker that does not answer (%s): its error as it is',
    async (name) => {
      const timeout = Object.assign(new Error('timed out'), { name: 'KafkaJSRequestTimeoutError' });
      const silent: Answer = () => {
        throw timeout;
      };
      const { done } = authenticate({ mechanism: name, username: 'u', password: () => 'secret' }, silent);
      await expect(done).rejects.toBe(timeout);
    },
  );

  it('a secret that cannot be read, before anything is sent', async () => {
    const password = (): string => {
      throw new SigiloError('config.secret_unreadable', { setting: 'kafka.sasl.passwordFile' });
    };
    const { sent, reports, mechanism, done } = authenticate({ mechanism: 'plain', username: 'u', password }, () => '');
    const fault = { code: 'config.secret_unreadable', detail: 'kafka.sasl.passwordFile' };
    const error = (await done.catch((thrown: unknown) => thrown)) as Error & { code: string };
    expect(readFault(error.code)).toEqual(fault);
    // kafkajs asks for the mechanism before its first request.
    expect(() => mechanism.mechanism).toThrow(/config\.secret_unreadable/);
    expect(sent).toEqual([]);
    expect(reports.map(readFault)).toEqual([fault, fault]);
  });
});
