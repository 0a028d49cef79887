import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCHEMA_FOLDER } from '../../../src/commands/demo/schemas.ts';
import { loadConfig } from '../../../src/config.ts';
import { SigiloError } from '../../../src/errors.ts';
import type { Random } from '../../core/avro/random.ts';
import { ODD_TEXTS } from '../copied-values.ts';
import { type FuzzTarget, hold } from '../fuzz-target.ts';
import { mutateText } from '../mutate-text.ts';
import { YAML_WORDS } from './policies.ts';

const CONFIG = `kafka:
  brokers: [127.0.0.1:9092, "[::1]:9093"]
  groupId: sigilo
  ssl: { ca: ca.pem }
  sasl: { mechanism: scram-sha-512, username: sigilo, passwordEnv: PASSWORD }
registry: { url: "http://127.0.0.1:8081/apis/ccompat/v7", timeoutMs: 5000 }
region: BR
keys: { directory: keys, active: k1 }
quarantine:
  recipients: [age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]
http: { host: 127.0.0.1, port: 9464, adminPort: 9465 }
limits: { recordBytes: 1048576, textBytes: 65536, depth: 64, items: 100000 }
log: { level: info }
routes:
  - name: chat
    source: chat.raw
    sink: chat.sanitized
    quarantine: chat.quarantine
    policies: [chat.policy.yaml]
    uncovered: quarantine
    memory: { records: 500 }
`;
const WORDS = [
  ...YAML_WORDS,
  ...ODD_TEXTS,
  ...[
    '-1',
    '0',
    '1e309',
    '9999999999999999999',
    '127.0.0.1:99999',
    ':',
    'http://',
    'https://u:p@h/',
    'file:///etc/passwd',
    '::1',
  ],
  ...[
    '../../..',
    '/dev/null',
    '/proc/self/environ',
    'keys',
    'k1',
    'exactly_once',
    'at_least_once',
    'drop',
    'debug',
    'topic',
  ],
  ...[
    'routes: []',
    'name: chat',
    'age1x',
    'passwordFile: /etc/shadow',
    'mechanism: plain',
    'const',
    'recordNameStrategy',
  ],
];
const ENVIRONMENT = { PASSWORD: 'x' };
const MOST_FAULTS = 10_000;

function runCase(random: Random, file: string): void {
  writeFileSync(file, mutateText(CONFIG, WORDS, random));
  const variables = random.chance(0.2)
    ? { [`SIGILO_${random.pick(['KAFKA_BROKERS', 'LOG_LEVEL', 'X', 'ROUTES_0_NAME'])}`]: random.pick(WORDS) }
    : {};
  try {
    const config = loadConfig(file, { ...ENVIRONMENT, ...variables });
    hold(Object.isFrozen(config) && config.routes.length > 0, 'a configuration is frozen and has routes');
  } catch (error) {
    if (!(error instanceof SigiloError)) throw error;
    hold(
      error.code === 'config.invalid' || error.code === 'config.secret_unreadable',
      'a fault is one of configuration',
    );
    const { faults = [] } = error.context;
    hold(faults.length > 0 && faults.length < MOST_FAULTS, 'the faults are told');
    for (const fault of faults)
      hold(/^(line [1-9]\d*: |environment: |file: )|--config/.test(fault), 'a fault tells its line or its variable');
  }
}

/** The configuration file, and variables of the environment over it. */
export const configuration: FuzzTarget = {
  name: 'configuration',
  boundMs: 5_000,
  open: () => {
    const directory = mkdtempSync(join(tmpdir(), 'sigilo-fuzz-'));
    mkdirSync(join(directory, 'keys'));
    for (const name of ['keys/k1.key', 'ca.pem']) writeFileSync(join(directory, name), '');
    copyFileSync(`${SCHEMA_FOLDER}chat-message.policy.yaml`, join(directory, 'chat.policy.yaml'));
    const file = join(directory, 'sigilo.yaml');
    writeFileSync(file, '');
    chmodSync(file, 0o600);
    return { run: (random) => runCase(random, file), close: () => rmSync(directory, { recursive: true }) };
  },
};
