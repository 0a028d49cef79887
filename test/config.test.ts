import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../src/config.ts';
import { SigiloError } from '../src/errors.ts';

const RECIPIENT = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';

const GOOD = `
kafka:
  brokers: [127.0.0.1:9092, "[::1]:9093"]
  groupId: sigilo
registry: { url: "http://127.0.0.1:8081/apis/ccompat/v7" }
keys: { directory: keys, active: k1 }
quarantine:
  recipients: [${RECIPIENT}]
routes:
  - name: chat
    source: chat.raw
    sink: chat.sanitized
    quarantine: chat.quarantine
    policies: [chat.policy.yaml]
`;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-config-'));
  writeFileSync(join(directory, 'chat.policy.yaml'), 'policy: chat\n');
  mkdirSync(join(directory, 'keys'));
  writeFileSync(join(directory, 'keys', 'k1.key'), '');
});

afterEach(() => rmSync(directory, { recursive: true }));

function write(name: string, text: string, mode = 0o600): string {
  const file = join(directory, name);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

function load(text: string, environment: Record<string, string> = {}) {
  return loadConfig(write('sigilo.yaml', text), environment);
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

function faults(text: string, environment: Record<string, string> = {}): readonly string[] {
  return faultOf(() => load(text, environment)).context.faults ?? [];
}

describe('a valid file', () => {
  it('gets its defaults, absolute paths and the text of its policies', () => {
    const config = load(GOOD);
    expect(config).toMatchObject({
      kafka: { clientId: 'sigilo', sessionTimeoutMs: 45_000, ssl: null, sasl: null },
      registry: { timeoutMs: 5_000 },
      keys: { directory: join(directory, 'keys'), active: 'k1', check: {} },
      quarantine: { recipients: [RECIPIENT], budget: { bytes: 67_108_864, seconds: 600 } },
      http: { host: '127.0.0.1', port: 9_464, adminPort: 9_465, adminToken: null },
      log: { level: 'info' },
      limits: { recordBytes: 1_048_576, textBytes: 65_536, depth: 64, items: 100_000 },
      region: 'BR',
    });
    expect(config.routes[0]).toMatchObject({
      uncovered: 'quarantine',
      fromStart: false,
      policies: [{ file: join(directory, 'chat.policy.yaml'), text: 'policy: chat\n' }],
    });
  });

  it('is frozen all the way down', () => {
    const config = load(GOOD);
    expect(Object.isFrozen(config) && Object.isFrozen(config.kafka.brokers) && Object.isFrozen(config.routes[0])).toBe(
      true,
    );
  });

  it('keeps secrets out of reach of serializers', () => {
    write('password', 'planted-secret\n');
    const config = load(
      `${GOOD}\n`.replace(
        'groupId: sigilo',
        'groupId: sigilo\n  sasl: { mechanism: plain, username: u, passwordFile: password }',
      ),
    );
    const { sasl } = config.kafka;
    expect(sasl && 'password' in sasl && sasl.password()).toBe('planted-secret');
    expect(JSON.stringify(config)).not.toContain('planted-secret');
  });

  it('reads a password from the variable that the file names', () => {
    const text = GOOD.replace('ccompat/v7" }', 'ccompat/v7", auth: { username: u, passwordEnv: REGISTRY_PASSWORD } }');
    const { auth } = load(text, { REGISTRY_PASSWORD: 'planted' }).registry;
    expect(auth && 'password' in auth && auth.password()).toBe('planted');
  });
});

describe('the environment', () => {
  it.each([
    ['SIGILO_KAFKA_BROKERS', 'a:1, b:2', { kafka: { brokers: ['a:1', 'b:2'] } }],
    ['SIGILO_KAFKA_CLIENT_ID', 'other', { kafka: { clientId: 'other' } }],
    ['SIGILO_REGISTRY_TIMEOUT_MS', '250', { registry: { timeoutMs: 250 } }],
    ['SIGILO_HTTP_PORT', '0', { http: { port: 0 } }],
    ['SIGILO_LOG_LEVEL', 'debug', { log: { level: 'debug' } }],
    ['SIGILO_LIMITS_DEPTH', '12', { limits: { depth: 12 } }],
    ['SIGILO_QUARANTINE_BUDGET_BYTES', '1048576', { quarantine: { budget: { bytes: 1_048_576, seconds: 600 } } }],
    ['SIGILO_REGION', 'US', { region: 'US' }],
    ['SIGILO_REGION', '', { region: 'BR' }],
  ])('%s=%j overrides the file', (variable, value, expected) => {
    expect(load(GOOD, { [variable]: value })).toMatchObject(expected);
  });

  it('is named in the fault when its value is wrong', () => {
    expect(faults(GOOD, { SIGILO_HTTP_PORT: 'tcp://10.0.0.1', SIGILO_KAFKA_BROKERS: 'nowhere' })).toEqual([
      'environment: SIGILO_HTTP_PORT: must be a whole number',
      'environment: SIGILO_KAFKA_BROKERS: must be host:port',
    ]);
  });

  it('may not hold a word that names no setting', () => {
    expect(faults(GOOD, { SIGILO_KAFKA_BROKER: 'a:1' })).toEqual(['environment: SIGILO_KAFKA_BROKER: unknown setting']);
  });

  it('may hold what an orchestrator adds and what the file names as a secret', () => {
    const text = GOOD.replace(
      'ccompat/v7" }',
      'ccompat/v7", auth: { username: u, passwordEnv: SIGILO_REGISTRY_SECRET } }',
    );
    const environment = {
      SIGILO_REGISTRY_SECRET: 'x',
      SIGILO_HTTP_SERVICE_HOST: '10.0.0.1',
      SIGILO_KAFKA_PORT_9092_TCP_ADDR: '10.0.0.1',
    };
    expect(load(text, environment).region).toBe('BR');
  });

  it.each(['KAFKAJS_DEBUG_PROTOCOL_BUFFERS', 'KAFKAJS_DEBUG_EXTENDED_PROTOCOL_BUFFERS'])(
    'may not set %s',
    (variable) => {
      expect(faults(GOOD, { [variable]: '1' })).toEqual([
        `environment: ${variable}: must not be set, it prints record contents`,
      ]);
    },
  );
});

describe('faults', () => {
  it('come all at once, with their lines', () => {
    const text = `kafka:
  brokers: [nowhere]
  groupid: sigilo
registry: { url: "http://user:secret@host" }
keys: { directory: absent }
quarantine: { recipients: [] }
http: { port: 70000 }
log: { level: trace }
limits: { depth: 0 }
region: Brazil
routes:
  - name: chat
    source: chat.raw
    sink: chat.raw
    quarantine: chat.quarantine
    policies: [absent.policy.yaml]
    passthrough: true
`;
    expect(faults(text)).toEqual([
      'line 1: kafka.groupId: is missing',
      'line 2: kafka.brokers[0]: must be host:port',
      'line 3: kafka.groupid: unknown word; did you mean groupId?',
      'line 4: registry.url: must be an http or https address without user, query or fragment',
      'line 5: keys.active: is missing',
      'line 5: keys.directory: does not exist; see `sigilo keys generate`',
      'line 6: quarantine.recipients: must list at least one recipient; see `sigilo keys generate`',
      'line 7: http.port: must be 0 to 65535',
      'line 8: log.level: must be one of debug, info, warn, error',
      'line 9: limits.depth: must be at least 1',
      'line 10: region: must be a two-letter country code',
      'line 13: routes[0].source: no topic is both a source and a target: routes[0].sink',
      'line 16: routes[0].policies[0]: cannot be read (ENOENT)',
      'line 17: routes[0].passthrough: unknown word',
    ]);
  });

  it.each([
    ['digits without quotes, which are a number', 'k1: 12345678', 'keys.check.k1: must be in quotes'],
    ['what YAML takes for a power of ten', 'k1: 12345e67', 'keys.check.k1: must be in quotes'],
    ['another form', "k1: '1A2B3C4D'", 'keys.check.k1: must be a check value'],
    ['a version of another form', "key1: '1a2b3c4d'", 'keys.check.key1: must be a key version such as k1'],
  ])('name in check values %s', (_, pin, fault) => {
    expect(faults(GOOD.replace('active: k1', `active: k1, check: { ${pin} }`))).toEqual([
      expect.stringContaining(fault),
    ]);
  });

  it('count missing keys only beside others: a start says more of them', () => {
    const text = GOOD.replace('active: k1', 'active: k2');
    expect(load(text).keys.active).toBe('k2');
    expect(faults(`${text}region: BRA\n`)).toEqual([
      'line 6: keys.active: names a version whose key file is not in the directory',
      expect.stringContaining('region: '),
    ]);
  });

  it.each([
    ['an empty file', '', 'line 1: kafka: is missing'],
    ['a list', '[]', 'line 1: file: must be an object'],
    ['broken syntax', 'kafka: [', 'line 1: is not valid YAML (BAD_INDENT)'],
    ['a word given twice', 'region: BR\nregion: US\n', 'line 2: is not valid YAML (DUPLICATE_KEY)'],
    ['a tag of another language', 'region: !!js/function x\n', 'line 1: is not valid YAML (TAG_RESOLVE_FAILED)'],
    ['a tag that says nothing', 'kafka:\nregion: !!str BR\n', 'line 2: is not valid YAML (TAG)'],
    ['another version of YAML', '%YAML 1.1\n---\nregion: NO\n', 'line 1: is not valid YAML (YAML_VERSION)'],
    ['a second document', 'region: BR\n---\nregion: US\n', 'line 2: is not valid YAML (MULTIPLE_DOCS)'],
    ['an alias of nothing', 'region: *nothing\n', 'line 1: is not valid YAML (BAD_ALIAS)'],
  ])('name %s', (_, text, expected) => {
    expect(faults(text)).toContain(expected);
  });

  it.each([
    [
      'two routes of one source',
      'routes[1].source: a source belongs to one route, this one is also read by routes[0]',
      { sink: 'b', quarantine: 'c' },
    ],
    [
      'two routes of one name',
      'routes[1].name: is also the name of routes[0]',
      { name: 'chat', source: 'z', sink: 'b', quarantine: 'c' },
    ],
    [
      'a sink that another route reads',
      'routes[0].source: no topic is both a source and a target: routes[1].sink',
      { source: 'z', sink: 'chat.raw', quarantine: 'c' },
    ],
    [
      'a sink that is the quarantine',
      'routes[1].quarantine: must not be the sink',
      { source: 'z', sink: 'b', quarantine: 'b' },
    ],
    [
      'a sink that is another quarantine',
      'routes[1].sink: is also the quarantine of routes[0]',
      { source: 'z', sink: 'chat.quarantine', quarantine: 'c' },
    ],
  ])('name %s', (_, expected, route) => {
    const second = { name: 'second', source: 'chat.raw', policies: ['chat.policy.yaml'], ...route };
    expect(faults(`${GOOD}  - ${JSON.stringify(second)}\n`).join('\n')).toContain(expected);
  });

  it.each([
    [
      'sasl without a password',
      'sasl: { mechanism: plain, username: u }',
      'kafka.sasl: needs either passwordFile or passwordEnv',
    ],
    [
      'sasl with two',
      'sasl: { mechanism: plain, username: u, passwordFile: a, passwordEnv: B }',
      'kafka.sasl: needs either passwordFile or passwordEnv',
    ],
    [
      'a variable that is not set',
      'sasl: { mechanism: plain, username: u, passwordEnv: NOT_SET }',
      'kafka.sasl.passwordEnv: names a variable that is not set',
    ],
    [
      'a password in the file',
      'sasl: { mechanism: plain, username: u, password: planted }',
      'kafka.sasl.password: unknown word',
    ],
    ['a certificate without its key', 'ssl: { cert: chat.policy.yaml }', 'kafka.ssl: needs cert and key together'],
    ['a switched-off host check', 'ssl: { rejectUnauthorized: false }', 'kafka.ssl.rejectUnauthorized: unknown word'],
  ])('name %s', (_, line, expected) => {
    const found = faults(GOOD.replace('groupId: sigilo', `groupId: sigilo\n  ${line}`)).join('\n');
    expect(found).toContain(expected);
    expect(found).not.toContain('planted');
  });

  it('never quote a value', () => {
    const text = GOOD.replaceAll(/: (chat|k1|sigilo|chat\.raw)\n/g, ': "planted value"\n').replace(
      '127.0.0.1:9092',
      'planted@x',
    );
    expect(faultOf(() => load(text)).message).not.toContain('planted');
  });

  it('name a file that is not there', () => {
    expect(faultOf(() => loadConfig(join(directory, 'absent.yaml'), {})).message).toContain(
      'cannot be read (ENOENT): name it with --config FILE',
    );
  });
});

describe('secret files', () => {
  const withToken = `${GOOD}http: { adminTokenFile: token }\n`;

  it.each([
    ['others can read', 'planted-secret-token', 0o644, 'can be read by others: chmod 600 it'],
    ['the group can read', 'planted-secret-token', 0o640, 'can be read by others: chmod 600 it'],
    ['is empty', '\n', 0o600, 'is empty'],
    ['is short', 'planted', 0o600, 'must hold at least 16 characters'],
  ])('are refused when one %s', (_, text, mode, expected) => {
    write('token', text, mode);
    const fault = faultOf(() => load(withToken));
    expect(fault.code).toBe('config.secret_unreadable');
    expect(fault.context.faults).toEqual([`line 15: http.adminTokenFile: ${expected}`]);
    expect(fault.message).not.toContain('planted');
  });

  it.each([
    ['is missing', undefined, 'cannot be read (ENOENT)'],
    ['is a directory', 'directory', 'cannot be read (EISDIR)'],
  ])('are refused when one %s', (_, kind, expected) => {
    if (kind) mkdirSync(join(directory, 'token'), { mode: 0o700 });
    expect(faults(withToken)).toEqual([`line 15: http.adminTokenFile: ${expected}`]);
  });

  it('lose their last line end only', () => {
    write('token', ' a-token-of-sixteen \n\n');
    expect(load(withToken).http.adminToken?.()).toBe(' a-token-of-sixteen \n');
  });
});
