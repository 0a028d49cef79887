import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { SigiloError } from '../../src/errors.ts';
import type { SecurityState } from './security.ts';

/** One Kafka node, which is broker and controller at once. */
export interface BrokerState {
  readonly id: number;
  readonly port: number;
  readonly saslPort: number;
  /** TLS with client certificates; of secured stacks only. */
  readonly sslPort?: number;
  readonly controllerPort: number;
  /** A plaintext listener whose clients are told to come through `proxyPort`; of proxied stacks only. */
  readonly proxiedPort?: number;
  /** Where a test opens the proxy in front of `proxiedPort`; nothing listens there until then. */
  readonly proxyPort?: number;
  readonly pid: number;
  readonly propertiesFile: string;
  readonly dataDirectory: string;
  readonly logFile: string;
}

export interface RegistryState {
  readonly port: number;
  readonly pid: number;
  readonly dataDirectory: string;
  readonly logFile: string;
}

/** All that a client, a test or `down` needs to know of a stack; plain JSON, held in `state.json`. */
export interface StackState {
  readonly phase: 'starting' | 'ready';
  readonly directory: string;
  readonly clusterId: string;
  /** PLAINTEXT listeners, 'host:port'. */
  readonly brokers: readonly string[];
  /** SASL_PLAINTEXT listeners (SCRAM-SHA-512 and PLAIN, for `saslUser`); of a secured stack SASL_SSL listeners; of a proxied one none. */
  readonly saslBrokers: readonly string[];
  /** SSL listeners, which ask for a client certificate; of secured stacks only. */
  readonly sslBrokers?: readonly string[];
  /** What the brokers advertise to clients that come through the proxies; of proxied stacks only. */
  readonly proxiedBrokers?: readonly string[];
  /** Of secured stacks only: who connects to another listener than PLAINTEXT needs ACLs, except `saslUser`. */
  readonly security?: SecurityState;
  readonly saslUser: { readonly username: string; readonly password: string };
  /** Base URL of the Confluent API. */
  readonly registry: string;
  /** Where the brokers keep their log segments. */
  readonly dataDirectories: readonly string[];
  readonly logFiles: readonly string[];
  readonly pids: { readonly brokers: readonly number[]; readonly registry: number };
  /** Directory of Kafka's jars, kafka-clients among them. */
  readonly libs: string;
  readonly brokerStates: readonly BrokerState[];
  readonly registryState: RegistryState;
}

/** What is not derived from the states of the brokers and of the registry. */
export type StackParts = Pick<
  StackState,
  'phase' | 'directory' | 'clusterId' | 'saslUser' | 'libs' | 'brokerStates' | 'registryState' | 'security'
>;

/** Adds the addresses, directories and process ids that follow from the parts. */
export function describeStack(parts: StackParts): StackState {
  const { brokerStates, registryState } = parts;
  const isProxied = brokerStates.some(({ proxyPort }) => proxyPort !== undefined);
  return {
    ...parts,
    brokers: brokerStates.map((broker) => `127.0.0.1:${broker.port}`),
    saslBrokers: isProxied ? [] : brokerStates.map((broker) => `127.0.0.1:${broker.saslPort}`),
    ...(parts.security ? { sslBrokers: brokerStates.map(({ sslPort }) => `127.0.0.1:${sslPort}`) } : {}),
    ...(isProxied ? { proxiedBrokers: brokerStates.map(({ proxyPort }) => `127.0.0.1:${proxyPort}`) } : {}),
    registry: `http://127.0.0.1:${registryState.port}/apis/ccompat/v7`,
    dataDirectories: brokerStates.map((broker) => broker.dataDirectory),
    logFiles: [...brokerStates.map((broker) => broker.logFile), registryState.logFile],
    pids: { brokers: brokerStates.map((broker) => broker.pid), registry: registryState.pid },
  };
}

/** The directory of the stack when none is named; one for each user, outside any project. */
export function defaultDirectory(): string {
  return join(process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'sigilo', 'stack');
}

function stateFile(directory: string): string {
  return join(directory, 'state.json');
}

/** Reads the state of the stack in a directory; null when there is none, or when its file cannot be read as one. */
export function readState(directory: string): StackState | null {
  try {
    return JSON.parse(readFileSync(stateFile(resolve(directory)), 'utf8')) as StackState;
  } catch {
    return null;
  }
}

/** Writes the state in one step: a reader sees the old or the new one. The file is readable by its owner only. */
export function writeState(state: StackState): void {
  const temporary = `${stateFile(state.directory)}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, stateFile(state.directory));
}

/**
 * Makes the directory of a stack.
 * @throws SigiloError stack.failed when it holds files of somebody else, which `down` would delete
 */
export function claimDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (existsSync(stateFile(directory)) || readdirSync(directory).length === 0) return;
  throw new SigiloError('stack.failed', { file: directory, faults: ['the directory is not empty and holds no stack'] });
}

/** Deletes the directory of a stack; does nothing when it holds no stack. */
export function deleteDirectory(directory: string): void {
  if (existsSync(stateFile(directory))) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}
