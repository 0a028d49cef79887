import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { keyCheckValue } from '../../core/treat/token.ts';
import { SigiloError } from '../../errors.ts';
import { loadTokenKey, tokenKeyVersions } from '../../io/key-store.ts';
import { kafkaError } from '../../worker/kafka-error.ts';
import { generateKeys } from '../keys.ts';
import { registerVersions } from './registry.ts';
import { createTopics, nameTopics, type Topics } from './topics.ts';
import { writeConfig } from './workspace.ts';

/** Where a standing demo (docker-compose.yml) finds Kafka and the registry, and what its topics are called. */
export interface StandingPlace {
  readonly brokers: readonly string[];
  /** Address of the registry's Confluent API. */
  readonly registry: string;
  /** First part of the names of topics and group. */
  readonly prefix: string;
}

export interface SetupOptions extends StandingPlace {
  /** Gets `sigilo.yaml` and `keys`; closed to other users. */
  readonly directory: string;
  /** The secret that opens the quarantine; in a place that the worker cannot read. */
  readonly identity: string;
  /** Of the metrics page. */
  readonly host: string;
  readonly port: number;
}

/** Versions that the policies cover: what ordinary traffic is written with. */
export const ORDINARY_VERSIONS = ['chat', 'chatNext', 'clinical'] as const;

/** A client of the standing demo: silent, and patient with brokers that have just started. */
export function standingClient({ brokers, prefix }: StandingPlace): Kafka {
  const retry = { initialRetryTime: 300, retries: 8 };
  return new Kafka({ clientId: `${prefix}-demo`, brokers: [...brokers], logLevel: logLevel.NOTHING, retry });
}

/**
 * Makes what is missing of topics, token key, quarantine identity and source schemas, and writes `sigilo.yaml`. A second
 * call changes nothing: keys are never made anew.
 * @throws SigiloError kafka.*, registry.unavailable, keys.*
 */
export async function setUpStanding(options: SetupOptions): Promise<{ configFile: string; topics: Topics }> {
  const directory = resolve(options.directory);
  const configFile = join(directory, 'sigilo.yaml');
  const { recipient, check } = await makeMissingKeys(directory, options.identity);
  const topics = nameTopics(options.prefix);
  await createMissingTopics(options, topics);
  await registerVersions(options.registry, topics, ORDINARY_VERSIONS);
  const { prefix: run, brokers, registry, host, port } = options;
  writeConfig({ directory, configFile, recipient, check }, { run, brokers, registry, topics, host, port });
  return { configFile, topics };
}

/** Creates the topics of all routes; those that exist are left as they are. */
export async function createMissingTopics(place: StandingPlace, topics: Topics): Promise<void> {
  const admin = standingClient(place).admin();
  try {
    await admin.connect();
    await createTopics(admin, topics);
  } catch (thrown) {
    throw kafkaError(thrown);
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

async function makeMissingKeys(directory: string, identity: string): Promise<{ recipient: string; check: string }> {
  const keys = join(directory, 'keys');
  for (const each of [directory, dirname(resolve(identity))]) mkdirSync(each, { recursive: true, mode: 0o700 });
  if (!existsSync(keys) || tokenKeyVersions(keys).length === 0) await generateKeys({ directory: keys }, new Date());
  if (!existsSync(identity)) await generateKeys({ identity }, new Date());
  const [, recipient] = /^# public key: (age1\S+)$/m.exec(readFileSync(identity, 'utf8')) ?? [];
  if (recipient === undefined) throw new SigiloError('keys.unreadable', { file: identity });
  return { recipient, check: keyCheckValue(loadTokenKey(keys, 'k1')) };
}
