import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Certificate, createAuthority, issueCertificate } from '../deploy/local/certificates.ts';
import { loadConfig } from '../src/config.ts';
import { SigiloError } from '../src/errors.ts';

const RECIPIENT = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';
const PLANTED = 'planted-secret';

let directory: string;
let authority: Certificate;
let client: Certificate;
let renewed: Certificate;
let expired: Certificate;

beforeAll(async () => {
  authority = await createAuthority('authority');
  client = await issueCertificate(authority, { name: 'sigilo' });
  renewed = await issueCertificate(authority, { name: 'sigilo' });
  expired = await issueCertificate(authority, { name: 'sigilo', days: -1 });
});

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-connections-'));
  write('chat.policy.yaml', 'policy: chat\n');
  mkdirSync(join(directory, 'keys'));
  write('keys/k1.key', 'not looked into');
  write('password', `${PLANTED}\n`);
  write('token', `${PLANTED}\n`);
  write('ca.pem', authority.certificate);
  write('cert.pem', client.certificate);
  write('key.pem', client.key);
});

afterEach(() => rmSync(directory, { recursive: true }));

function write(name: string, text: string, mode = 0o600): void {
  writeFileSync(join(directory, name), text);
  chmodSync(join(directory, name), mode);
}

interface Sections {
  readonly broker?: string;
  readonly kafka?: string;
  readonly url?: string;
  readonly registry?: string;
}

/** Loads a configuration whose line 3 is the kafka section and whose line 4 is the registry's. */
function load(
  { broker = '127.0.0.1:9092', kafka = '', url = 'http://127.0.0.1:8081', registry = '' }: Sections,
  env = {},
) {
  const text = `keys: { directory: keys, active: k1 }
quarantine: { recipients: [${RECIPIENT}] }
kafka: { brokers: ["${broker}"], groupId: sigilo, ${kafka} }
registry: { url: "${url}", ${registry} }
routes:
  - { name: chat, source: a, sink: b, quarantine: c, policies: [chat.policy.yaml] }
`;
  write('sigilo.yaml', text);
  return loadConfig(join(directory, 'sigilo.yaml'), env);
}

function faultOf(action: () => unknown): SigiloError {
  try {
    action();
  } catch (error) {
    if (error instanceof SigiloError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const faults = (sections: Sections, env = {}) => faultOf(() => load(sections, env)).context.faults ?? [];
const TLS = 'ssl: { ca: ca.pem, cert: cert.pem, key: key.pem }';

describe('credentials', () => {
  it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)('of %s are a user and a password', (mechanism) => {
    const { sasl } = load({ kafka: `sasl: { mechanism: ${mechanism}, username: u, passwordFile: password }` }).kafka;
    expect(sasl).toMatchObject({ mechanism, username: 'u' });
    expect(sasl && 'password' in sasl && sasl.password()).toBe(PLANTED);
  });

  it('of oauthbearer are a token', () => {
    const { sasl } = load({ kafka: 'sasl: { mechanism: oauthbearer, tokenFile: token }' }).kafka;
    expect(sasl && 'token' in sasl && sasl.token()).toBe(PLANTED);
  });

  it.each([
    ['a password file', 'username: u, passwordFile: password', {}],
    ['a password variable', 'username: u, passwordEnv: SIGILO_REGISTRY_SECRET', { SIGILO_REGISTRY_SECRET: PLANTED }],
    ['a token file', 'tokenFile: token', {}],
    ['a token variable', 'tokenEnv: SIGILO_REGISTRY_SECRET', { SIGILO_REGISTRY_SECRET: PLANTED }],
  ])('of the registry may be %s', (_, words, env) => {
    const { auth } = load({ registry: `auth: { ${words} }` }, env).registry;
    expect(auth && ('token' in auth ? auth.token() : auth.password())).toBe(PLANTED);
    expect(JSON.stringify(auth)).not.toContain(PLANTED);
  });

  it('may be named by the environment', () => {
    const env = { SIGILO_KAFKA_SASL_MECHANISM: 'oauthbearer', SIGILO_KAFKA_SASL_TOKEN_FILE: 'token' };
    expect(load({}, env).kafka.sasl?.mechanism).toBe('oauthbearer');
    const { auth } = load({}, { SIGILO_REGISTRY_AUTH_TOKEN_ENV: 'GIVEN', GIVEN: PLANTED }).registry;
    expect(auth && 'token' in auth && auth.token()).toBe(PLANTED);
  });

  it.each([
    ['mechanism: plain, passwordFile: password', 'kafka.sasl.username: is missing'],
    ['mechanism: plain, username: u', 'kafka.sasl: needs either passwordFile or passwordEnv'],
    ['mechanism: plain, username: u, tokenFile: token', 'kafka.sasl.tokenFile: belongs to oauthbearer only'],
    ['mechanism: oauthbearer', 'kafka.sasl: needs tokenFile for oauthbearer'],
    ['mechanism: oauthbearer, tokenFile: token, username: u', 'kafka.sasl.username: does not belong to oauthbearer'],
    ['mechanism: gssapi', 'kafka.sasl.mechanism: must be one of plain, scram-sha-256, scram-sha-512, oauthbearer'],
    ['mechanism: plain, username: u, password: x', 'kafka.sasl.password: unknown word: no secret is written into this'],
  ])('of the brokers are refused: %s', (words, expected) => {
    expect(faults({ kafka: `sasl: { ${words} }` }).join('\n')).toContain(`line 3: ${expected}`);
  });

  it.each([
    ['username: u', 'registry.auth: needs one of passwordFile, passwordEnv, tokenFile, tokenEnv'],
    ['tokenFile: token, passwordFile: password', 'registry.auth: needs one of passwordFile'],
    ['passwordFile: password', 'registry.auth.username: is missing'],
    ['tokenFile: token, username: u', 'registry.auth.username: does not belong to a token'],
    ['tokenEnv: NOT_SET', 'registry.auth.tokenEnv: names a variable that is not set'],
    ['token: x', 'registry.auth.token: unknown word: no secret is written into this file'],
  ])('of the registry are refused: %s', (words, expected) => {
    expect(faults({ registry: `auth: { ${words} }` }).join('\n')).toContain(`line 4: ${expected}`);
  });

  it.each(['two\nlines', 'with space', 'a\u0001b', 'ação', '=='])(
    'refuse %j as a token, without quoting it',
    (token) => {
      write('token', token);
      const error = faultOf(() => load({ registry: 'auth: { tokenFile: token }' }));
      expect(error.code).toBe('config.secret_unreadable');
      expect(error.context.faults).toEqual([expect.stringContaining('registry.auth.tokenFile: is not a bearer token')]);
      expect(error.message).not.toContain(token);
    },
  );

  it('refuse what is no regular file', () => {
    const text = 'line 4: registry.auth.tokenFile: is not a regular file';
    expect(faults({ registry: 'auth: { tokenFile: /dev/null }' })).toEqual([text]);
  });
});

describe('credentials in the clear', () => {
  const PASSWORD = 'sasl: { mechanism: plain, username: u, passwordFile: password }';

  it.each([
    ['127.0.0.1:9092', PASSWORD],
    ['127.9.8.7:9092', PASSWORD],
    ['localhost:9092', PASSWORD],
    ['[::1]:9092', PASSWORD],
    ['kafka.example:9092', `ssl: {}, ${PASSWORD}`],
    ['kafka.example:9092', ''],
  ])('are not seen with the broker %s and {%s}', (broker, kafka) => {
    expect(load({ broker, kafka }).kafka.brokers).toEqual([broker]);
  });

  it.each([
    'kafka.example:9092',
    '10.0.0.1:9092',
    '127.0.0.1.example:9092',
    '127.0.0.256:9092',
    '[fd00::1]:9092',
    'localhost.example:1',
  ])('are refused with the broker %s, whatever the mechanism', (broker) => {
    const words = ['plain', 'scram-sha-256', 'scram-sha-512'].map((name) => PASSWORD.replace('plain', name));
    for (const kafka of [...words, 'sasl: { mechanism: oauthbearer, tokenFile: token }']) {
      expect(faults({ broker, kafka })).toEqual([
        'line 3: kafka.sasl: would send credentials in the clear: add kafka.ssl ({} trusts public authorities, ca names your own)',
      ]);
    }
  });

  it('are refused when only one of several brokers is elsewhere', () => {
    const env = { SIGILO_KAFKA_BROKERS: '127.0.0.1:1, kafka.example:2' };
    expect(faults({ kafka: PASSWORD }, env)).toEqual([expect.stringContaining('kafka.sasl: would send credentials')]);
  });

  it.each(['http://registry.example', 'http://127.0.0.1.example', 'http://[fd00::1]:8081'])(
    'are refused with the registry %s',
    (url) => {
      const text = 'line 4: registry.auth: would send credentials in the clear: use an https address';
      expect(faults({ url, registry: 'auth: { tokenFile: token }' })).toEqual([text]);
      expect(load({ url }).registry.auth).toBeNull();
    },
  );

  it.each(['http://localhost:8081', 'http://[::1]:8081', 'https://registry.example'])(
    'are not seen with the registry %s',
    (url) => {
      expect(load({ url, registry: 'auth: { tokenFile: token }' }).registry.auth).not.toBeNull();
    },
  );
});

describe('TLS', () => {
  it('is made of the files, of nothing with {}, and not at all without the section', () => {
    expect(load({ kafka: TLS }).kafka.ssl?.secureContext().context).toBeTypeOf('object');
    expect(load({ kafka: 'ssl: {}' }).kafka.ssl?.secureContext().context).toBeTypeOf('object');
    expect(load({}).kafka.ssl).toBeNull();
    expect(load({ url: 'https://127.0.0.1', registry: TLS }).registry.ssl?.secureContext()).toBeTypeOf('object');
    expect(load({ url: 'https://127.0.0.1' }).registry.ssl?.secureContext()).toBeTypeOf('object');
    expect(load({}).registry.ssl).toBeNull();
  });

  it('of the registry needs an https address', () => {
    const text = 'line 4: registry.ssl: needs an https address in registry.url';
    expect(faults({ registry: TLS })).toEqual([text]);
  });

  it.each(['rejectUnauthorized', 'checkServerIdentity', 'insecure', 'verify', 'servername', 'minVersion'])(
    'cannot be weakened by the word %s',
    (word) => {
      const text =
        'unknown word: certificates and host names are always checked, this is not to be turned off; name the authority as ca';
      expect(faults({ kafka: `ssl: { ${word}: false }` })).toEqual([`line 3: kafka.ssl.${word}: ${text}`]);
      expect(faults({ url: 'https://a', registry: `ssl: { ${word}: false }` })).toEqual([
        `line 4: registry.ssl.${word}: ${text}`,
      ]);
    },
  );

  it.each<[string, () => void, string]>([
    ['a certificate without a key', () => {}, 'kafka.ssl: needs cert and key together'],
    ['an authority that is none', () => write('ca.pem', PLANTED), 'kafka.ssl.ca: holds no certificate (PEM)'],
    ['an empty authority', () => write('ca.pem', ''), 'kafka.ssl.ca: holds no certificate (PEM)'],
    [
      'a broken certificate among good ones',
      () => write('ca.pem', `${authority.certificate}${authority.certificate.replace(/MII/, 'XXX')}`),
      'kafka.ssl.ca: holds no certificate (PEM)',
    ],
    ['an absent authority', () => rmSync(join(directory, 'ca.pem')), 'kafka.ssl.ca: cannot be read (ENOENT)'],
    ['a key as certificate', () => write('cert.pem', client.key), 'kafka.ssl.cert: holds no certificate (PEM)'],
    ['a certificate as key', () => write('key.pem', client.certificate), 'kafka.ssl.key: holds no private key (PEM)'],
    ['another key', () => write('key.pem', renewed.key), 'kafka.ssl.key: does not belong to the certificate'],
    ['an open key', () => write('key.pem', client.key, 0o644), 'kafka.ssl.key: can be read by others: chmod 600 it'],
    ['an expired certificate', useExpired, 'kafka.ssl.cert: has expired: renew it'],
  ])('is refused with %s', (what, change, expected) => {
    change();
    const kafka = what === 'a certificate without a key' ? 'ssl: { cert: cert.pem }' : TLS;
    expect(faults({ kafka })).toEqual([`line 3: ${expected}`]);
  });

  it('is refused with all faults of its files at once', () => {
    for (const name of ['ca.pem', 'cert.pem', 'key.pem']) write(name, PLANTED);
    const error = faultOf(() => load({ kafka: TLS }));
    expect(error.context.faults).toHaveLength(3);
    expect(error.message).not.toContain(PLANTED);
  });
});

function useExpired(): void {
  write('cert.pem', expired.certificate);
  write('key.pem', expired.key);
}

describe('what is renewed on disk', () => {
  it('is used from the next call on: a password, a token', () => {
    const config = load({
      kafka: 'sasl: { mechanism: plain, username: u, passwordFile: password }',
      registry: 'auth: { tokenFile: token }',
    });
    write('next', 'renewed-secret\n');
    renameSync(join(directory, 'next'), join(directory, 'password'));
    write('token', 'renewed-token');
    const { sasl } = config.kafka;
    const { auth } = config.registry;
    expect(sasl && 'password' in sasl && sasl.password()).toBe('renewed-secret');
    expect(auth && 'token' in auth && auth.token()).toBe('renewed-token');
  });

  it('is used from the next call on: certificates and keys; the same until then', () => {
    const context = load({ kafka: TLS }).kafka.ssl?.secureContext;
    const first = context?.();
    expect(context?.()).toBe(first);
    write('cert.pem', renewed.certificate);
    write('key.pem', renewed.key);
    const second = context?.();
    expect(second).not.toBe(first);
    expect(context?.()).toBe(second);
  });

  it.each<[string, () => void, string]>([
    ['is gone', () => rmSync(join(directory, 'password')), 'cannot be read (ENOENT)'],
    ['is empty', () => write('password', '\n'), 'is empty'],
    ['can be read by others', () => write('password', 'renewed', 0o644), 'can be read by others: chmod 600 it'],
    ['is a device', linkToDevice, 'is not a regular file'],
  ])('is refused while it %s, and used again afterwards', (_, change, expected) => {
    const { sasl } = load({ kafka: 'sasl: { mechanism: plain, username: u, passwordFile: password }' }).kafka;
    const password = () => (sasl && 'password' in sasl ? sasl.password() : '');
    change();
    const error = faultOf(password);
    expect(error).toMatchObject({
      code: 'config.secret_unreadable',
      retryable: true,
      context: { setting: 'kafka.sasl.passwordFile', faults: [expected] },
    });
    rmSync(join(directory, 'password'), { force: true });
    write('password', 'renewed');
    expect(password()).toBe('renewed');
  });

  it.each<[string, () => void, string]>([
    ['certificate before key', () => write('cert.pem', renewed.certificate), 'kafka.ssl.key'],
    ['key before certificate', () => write('key.pem', renewed.key), 'kafka.ssl.key'],
    ['an authority that is cut', () => write('ca.pem', authority.certificate.slice(0, 100)), 'kafka.ssl.ca'],
    ['an empty authority', () => write('ca.pem', ''), 'kafka.ssl.ca'],
    ['an authority that is gone', () => rmSync(join(directory, 'ca.pem')), 'kafka.ssl.ca'],
  ])('is refused while it is half done: %s', (_, change, setting) => {
    const context = load({ kafka: TLS }).kafka.ssl?.secureContext;
    change();
    expect(faultOf(() => context?.())).toMatchObject({
      code: 'config.secret_unreadable',
      retryable: true,
      context: { setting },
    });
    write('ca.pem', authority.certificate);
    write('cert.pem', renewed.certificate);
    write('key.pem', renewed.key);
    expect(context?.()).toBeTypeOf('object');
  });
});

function linkToDevice(): void {
  rmSync(join(directory, 'password'));
  symlinkSync('/dev/null', join(directory, 'password'));
}

describe('the process', () => {
  it.each([
    [{ NODE_DEBUG: 'http' }, 'environment: NODE_DEBUG: must not be set, it prints requests with their credentials'],
    [
      { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      'environment: NODE_TLS_REJECT_UNAUTHORIZED: must not be set, it turns off the check of certificates; give ca instead',
    ],
    [
      { NODE_OPTIONS: '--max-old-space-size=4096 --inspect_brk=0.0.0.0:1' },
      'environment: NODE_OPTIONS: --inspect-brk: must not be given, whoever reaches the inspector reads records and keys',
    ],
    [
      { NODE_OPTIONS: '--heapsnap"shot-sig\\nal=SIGUSR2"' },
      'environment: NODE_OPTIONS: --heapsnapshot-signal: must not be given, a heap snapshot holds records and keys',
    ],
    [
      { NODE_OPTIONS: '--experimental-default-config-file' },
      'environment: NODE_OPTIONS: --experimental-default-config-file: must not be given, flags in a file are not seen here: write them on the command line',
    ],
    [
      { NODE_OPTIONS: '--tls-keylog=/tmp/keys' },
      'environment: NODE_OPTIONS: --tls-keylog: must not be given, it gives away what TLS protects',
    ],
    [
      { NODE_OPTIONS: '"--abort-on-uncaught-exception"' },
      'environment: NODE_OPTIONS: --abort-on-uncaught-exception: must not be given, a core dump holds records and keys',
    ],
  ])('is refused with %j', (env, expected) => {
    expect(faults({}, env)).toEqual([expected]);
  });

  it.each([{ NODE_TLS_REJECT_UNAUTHORIZED: '1' }, { NODE_OPTIONS: '--max-old-space-size=4096 --use-system-ca' }])(
    'is accepted with %j',
    (env) => {
      expect(load({}, env).kafka.groupId).toBe('sigilo');
    },
  );
});
