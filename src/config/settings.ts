import { z } from 'zod';
import { DEFAULT_LIMITS } from '../core/limits.ts';
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
  .refine(isRegistryUrl, 'must be an http or https address without user, query or fragment');
const recipient = z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/, 'must be a public age recipient (age1…)');

function isRegistryUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return plain && (url.protocol === 'http:' || url.protocol === 'https:');
}

/** A password is never written into the file: one of the two names where it is. */
const password = { passwordFile: path.optional(), passwordEnv: name.optional() };
const username = z.string().min(1, 'must not be empty');

/** PEM files. The check of certificate and host name has no setting: it cannot be turned off. */
const ssl = z.strictObject({ ca: path.optional(), cert: path.optional(), key: path.optional() });

const kafka = z.strictObject({
  brokers: z.array(broker).min(1, 'must name at least one broker'),
  clientId: name.default('sigilo'),
  groupId: name,
  sessionTimeoutMs: z.int('must be a whole number').min(6_000, 'must be at least 6000').max(1_800_000).default(45_000),
  ssl: ssl.optional(),
  /** `oauthbearer` takes a token, the others a user and a password: a rule of cross-checks. */
  sasl: z
    .strictObject({
      mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer']),
      username: username.optional(),
      ...password,
      tokenFile: path.optional(),
    })
    .optional(),
});

const registry = z.strictObject({
  url: registryUrl,
  timeoutMs: bound(60_000).default(5_000),
  ssl: ssl.optional(),
  /** A user and a password, or a token: a rule of cross-checks. */
  auth: z
    .strictObject({ username: username.optional(), ...password, tokenFile: path.optional(), tokenEnv: name.optional() })
    .optional(),
});

const http = z.strictObject({
  host: z.string().min(1, 'must not be empty').default('127.0.0.1'),
  port: port.default(9_464),
  adminPort: port.default(9_465),
  adminTokenFile: path.optional(),
});

const limits = z.strictObject({
  recordBytes: bound(67_108_864).default(DEFAULT_LIMITS.recordBytes),
  textBytes: bound(67_108_864).default(DEFAULT_LIMITS.textBytes),
  depth: bound(256).default(DEFAULT_LIMITS.depth),
  items: bound(10_000_000).default(DEFAULT_LIMITS.items),
});

const route = z.strictObject({
  name,
  source: topic,
  sink: topic,
  quarantine: topic,
  policies: z.array(path).min(1, 'must name at least one policy'),
  mode: z.enum(['exactly_once', 'at_least_once']).default('exactly_once'),
  uncovered: z.enum(['quarantine', 'drop']).default('quarantine'),
  fromStart: z.boolean().default(false),
  subjects: z.enum(SUBJECT_STRATEGIES).default('topic'),
});

export const settingsSchema = z.strictObject({
  kafka,
  registry,
  keys: z.strictObject({ directory: path, active: name }),
  quarantine: z.strictObject({
    recipients: z.array(recipient).min(1, 'must list at least one recipient; see `sigilo keys generate`'),
  }),
  http: http.prefault({}),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
  limits: limits.prefault({}),
  region: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a two-letter country code')
    .default('BR'),
  routes: z.array(route).min(1, 'must have at least one route'),
});

export type Settings = z.infer<typeof settingsSchema>;
