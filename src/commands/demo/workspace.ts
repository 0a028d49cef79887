import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { generateKeys } from '../keys.ts';
import { SCHEMA_FOLDER } from './schemas.ts';
import type { Topics } from './topics.ts';
import { ROUTES } from './traffic-record.ts';

/** A directory of one run, with keys of its own; readable by this user only. */
export interface Workspace {
  readonly directory: string;
  readonly stackDirectory: string;
  readonly configFile: string;
  readonly recipient: string;
  /** Check value of its token key. */
  readonly check: string;
  /** The secret that opens quarantine records; in real life it is far away from the worker. */
  readonly identity: string;
}

/** Makes the directory, a token key and a quarantine identity. */
export async function createWorkspace(at: Date): Promise<Workspace> {
  const directory = mkdtempSync(join(tmpdir(), 'sigilo-demo-'));
  const identityFile = join(directory, 'quarantine.identity');
  const made = await generateKeys({ directory: join(directory, 'keys'), identity: identityFile }, at);
  const stackDirectory = join(directory, 'stack');
  mkdirSync(stackDirectory, { mode: 0o700 });
  return {
    directory,
    stackDirectory,
    configFile: join(directory, 'sigilo.yaml'),
    recipient: made.quarantine!.recipient,
    check: made.tokenKey!.check,
    identity: readFileSync(identityFile, 'utf8')
      .split('\n')
      .find((line) => line.startsWith('AGE-SECRET-KEY-'))!,
  };
}

/** Deletes the directory with its keys; harmless when it is gone. */
export function deleteWorkspace({ directory }: Workspace): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

const POLICY_FILES = { chat: 'chat-message.policy.yaml', clinical: 'clinical-message.policy.yaml' } as const;

/** Writes the `sigilo.yaml` that the worker and `plan` read. */
export function writeConfig(
  workspace: Pick<Workspace, 'directory' | 'configFile' | 'recipient' | 'check'>,
  settings: {
    readonly run: string;
    readonly brokers: readonly string[];
    readonly registry: string;
    readonly topics: Topics;
    /** Of the metrics page; loopback unless given. */
    readonly host?: string;
    readonly port: number;
  },
): void {
  const config = {
    kafka: { brokers: settings.brokers, clientId: 'sigilo-demo', groupId: settings.run },
    registry: { url: settings.registry },
    keys: { directory: join(workspace.directory, 'keys'), active: 'k1', check: { k1: workspace.check } },
    quarantine: { recipients: [workspace.recipient] },
    http: { host: settings.host ?? '127.0.0.1', port: settings.port, adminPort: 0 },
    routes: ROUTES.map((name) => ({
      name,
      ...settings.topics[name],
      policies: [join(SCHEMA_FOLDER, POLICY_FILES[name])],
      uncovered: 'quarantine',
    })),
  };
  writeFileSync(workspace.configFile, stringify(config), { mode: 0o600 });
}
