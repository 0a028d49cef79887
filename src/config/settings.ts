import { z } from 'zod';
import { DEFAULT_MEMORY_RECORDS } from '../core/conversation-memory.ts';
import { DEFAULT_LIMITS, DEFAULT_PAYLOAD_BUDGET } from '../core/limits.ts';
import { SUBJECT_STRATEGIES } from '../core/subject-names.ts';

/** What `sigilo.yaml` may say; every object refuses words that it does not know. */

const name = z.string().regex(/^[A-Za-z0-9._-]{1,100}$/, 'must be 1 to 100 letters, digits, ".", "_" or "-"');
const topic = z
  .string()
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/, 'must be a topic name: 1 to 249 letters, digits, ".", "_" or "-"');
const path = z.string().min(1, 'must name a file');
const port = z.int('must be a whole number').min(0, 'must be 0 to 65535').max(65_535, 'must be 0 to 65535');
const bound = (highest: number) =>
  z.int('must be a whole number').min(1, 'must be at least 1').max(highest, `must be at most ${highest}`);

const broker = z.string().regex(/^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):[0-9]{1,5}$/, 'must be host:port');
const registryUrl = z
  .string()
  .refine(isRegistryUrl, 'must be an http or https address without user, query or fragment')
  .meta({ pattern: '^https?://[^@?#]+$' }); // for editors, which cannot call the function
/** YAML reads digits alone as a number, and 12345e67 too: without quotes the value could not be known again. */
const checkValue = z
  .string('must be in quotes')
  .regex(/^[0-9a-f]{8}$/, 'must be a check value: eight of 0 to 9 and a to f, as `sigilo keys list` shows it');
const keyVersionName = z.string().regex(/^k[1-9][0-9]{0,5}$/, 'must be a key version such as k1');
const recipient = z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/, 'must be a public age recipient (age1…)');

function isRegistryUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return plain && (url.protocol === 'http:' || url.protocol === 'https:');
}

/** A password is never written into the file: one of the two names where it is. */
const password = {
  passwordFile: path.optional().describe('file that holds the password'),
  passwordEnv: name.optional().describe('environment variable that holds the password'),
};
const username = z.string().min(1, 'must not be empty');

/** PEM files. The check of certificate and host name has no setting: it cannot be turned off. */
const ssl = z.strictObject({
  ca: path.optional().describe("authorities to trust (PEM); without it the system's"),
  cert: path.optional().describe('certificate of this client (PEM)'),
  key: path.optional().describe('its private key (PEM)'),
});

const kafka = z.strictObject({
  brokers: z
    .array(broker)
    .min(1, 'must name at least one broker')
    .describe('addresses as `host:port`; some are enough'),
  clientId: name.default('sigilo').describe('name towards the brokers, in their logs and quotas'),
  groupId: name.describe('consumer group; workers of one group share the partitions'),
  sessionTimeoutMs: z
    .int('must be a whole number')
    .min(6_000, 'must be at least 6000')
    .max(1_800_000)
    .default(45_000)
    .describe('after so long without a heartbeat the partitions move on'),
  ssl: ssl.optional().describe("TLS; `{}` trusts the system's authorities. Files are read anew for each connection"),
  /** `oauthbearer` takes a token, the others a user and a password: a rule of cross-checks. */
  sasl: z
    .strictObject({
      mechanism: z
        .enum(['plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer'])
        .describe('`oauthbearer` takes `tokenFile`, the others `username` and a password'),
      username: username.optional().describe('user'),
      ...password,
      tokenFile: path.optional().describe('file that holds the bearer token, for `oauthbearer`'),
    })
    .optional()
    .describe('credentials, read anew at each authentication; they need `kafka.ssl`'),
});

const registry = z.strictObject({
  url: registryUrl.describe('address of the schema registry, with its path; no user, query or fragment'),
  timeoutMs: bound(60_000).default(5_000).describe('longest wait for one answer'),
  ssl: ssl.optional().describe('TLS, as in `kafka.ssl`'),
  /** A user and a password, or a token: a rule of cross-checks. */
  auth: z
    .strictObject({
      username: username.optional().describe('user, with a password'),
      ...password,
      tokenFile: path.optional().describe('file that holds a bearer token'),
      tokenEnv: name.optional().describe('environment variable that holds a bearer token'),
    })
    .optional()
    .describe('a user and a password, or a token; read anew at each request'),
});

const http = z.strictObject({
  host: z
    .string()
    .min(1, 'must not be empty')
    .default('127.0.0.1')
    .describe('address on which metrics and probes are served'),
  port: port
    .default(9_464)
    .describe(
      'port of `/metrics`, `/livez`, `/readyz`, `/startupz` and, for callers on this machine, `/status`; 0 takes a free one',
    ),
  adminPort: port
    .default(9_465)
    .describe('port of a second `/status`, on 127.0.0.1 only, opened where `http.adminTokenFile` is set'),
  adminTokenFile: path
    .optional()
    .describe('file that holds the bearer token which that second `/status` asks for; without it, it is not opened'),
});

const limits = z.strictObject({
  recordBytes: bound(67_108_864).default(DEFAULT_LIMITS.recordBytes).describe("bytes of a record's value"),
  textBytes: bound(67_108_864).default(DEFAULT_LIMITS.textBytes).describe('bytes of one text, key or header'),
  depth: bound(256).default(DEFAULT_LIMITS.depth).describe('nesting of records, arrays, maps and unions'),
  items: bound(10_000_000).default(DEFAULT_LIMITS.items).describe('items of one array or map'),
});

const route = z.strictObject({
  name: name.describe('name in metrics, logs and quarantined records'),
  source: topic.describe('raw topic that is read'),
  sink: topic.describe('sanitized topic; at least as many partitions as the source'),
  quarantine: topic.describe('topic of quarantined records; not compacted'),
  policies: z.array(path).min(1, 'must name at least one policy').describe('policy files, one a record type'),
  mode: z
    .enum(['exactly_once', 'at_least_once'])
    .default('exactly_once')
    .describe('`at_least_once` uses no transactions and may repeat records'),
  uncovered: z
    .enum(['quarantine', 'drop'])
    .default('quarantine')
    .describe('records with fields that no rule names are quarantined, or lose those fields'),
  keyVersion: name
    .optional()
    .describe(
      'version of the token key for record keys, so that a compacted sink keeps its keys; `keys.active` unless given',
    ),
  fromStart: z.boolean().default(false).describe('begin at the start of a source although its sink holds records'),
  memory: z
    .strictObject({
      records: z
        .int('must be a whole number')
        .min(0, 'must be at least 0')
        .max(100_000, 'must be at most 100000')
        .default(DEFAULT_MEMORY_RECORDS)
        .describe(
          'when a partition is assigned, what its conversations told is read again from so many offsets before the committed one; 0 remembers nothing',
        ),
    })
    .prefault({}),
  subjects: z
    .enum(SUBJECT_STRATEGIES)
    .default('topic')
    .describe('subjects in the registry: `<topic>-value`, `<record>` or `<topic>-<record>`'),
});

export const settingsSchema = z.strictObject({
  kafka,
  registry,
  keys: z.strictObject({
    directory: path.describe('directory of the token keys, closed to other users'),
    active: name.describe('version of the key that makes tokens, such as `k1`'),
    check: z
      .record(keyVersionName, checkValue)
      .optional()
      .describe(
        "check value of each key version, such as `{ k1: '1a2b3c4d' }`, as `sigilo keys list` shows it: another key under the same name is refused",
      ),
  }),
  quarantine: z.strictObject({
    recipients: z
      .array(recipient)
      .min(1, 'must list at least one recipient; see `sigilo keys generate`')
      .describe('public age recipients to which quarantined records are encrypted'),
    budget: z
      .strictObject({
        bytes: z
          .int('must be a whole number')
          .min(1_048_576, 'must be at least 1048576')
          .max(2 ** 40, `must be at most ${2 ** 40}`)
          .default(DEFAULT_PAYLOAD_BUDGET.bytes)
          .describe(
            'bytes of quarantined records that each route of each process keeps whole within `seconds`; above it, only a reference to the record in the source is kept',
          ),
        seconds: bound(86_400)
          .default(DEFAULT_PAYLOAD_BUDGET.seconds)
          .describe('time in which a spent budget has grown anew; it grows all the time'),
      })
      .prefault({}),
  }),
  http: http.prefault({}),
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('least severe level that is written'),
    })
    .prefault({}),
  limits: limits.prefault({}),
  region: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a two-letter country code')
    .default('BR')
    .describe('country of phone numbers without country code (ISO 3166, two letters)'),
  routes: z.array(route).min(1, 'must have at least one route').describe('from which topic to which'),
});

export type Settings = z.infer<typeof settingsSchema>;
