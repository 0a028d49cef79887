import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { freePorts } from '../../deploy/local/free-ports.ts';
import { verdictOf } from '../../src/commands/check/verdict.ts';
import { check } from '../../src/commands/check.ts';
import { loadConfig } from '../../src/config.ts';
import {
  PROBE_POLICY,
  plant,
  probe,
  probeSchema,
  registerSinks,
  registerSource,
  writePolicy,
} from './probe-records.ts';
import { createTopics, deleteTopics, produce, withAdmin } from './topics.ts';
import {
  cleanUpRuns,
  createWorkspace,
  startRun,
  type Workspace,
  waitUntilCommitted,
  writeConfig,
} from './worker-run.ts';

const stack = inject('stack');
const CLI = join(import.meta.dirname, '../../src/cli.ts');

type Names = 'source' | 'second' | 'sink' | 'used' | 'aged' | 'quarantine' | 'compacted' | 'small' | 'unfit';
let topics: Record<Names, string>;
let workspace: Workspace;
let schemaId: number;
let port: number;
let occupier: Server;

beforeAll(async () => {
  topics = await createTopics(stack, {
    source: {},
    second: {},
    sink: {},
    used: { config: { 'cleanup.policy': 'compact' } },
    aged: { config: { 'cleanup.policy': 'compact' } },
    quarantine: { config: { 'max.message.bytes': '1100000' } },
    compacted: { config: { 'cleanup.policy': 'compact', 'max.message.bytes': '1100000' } },
    small: { config: { 'max.message.bytes': '1048588' } },
    unfit: { config: { 'cleanup.policy': 'compact', 'max.message.bytes': '1048588' } },
  });
  [schemaId] = (await registerSource(stack, topics.source, [probeSchema()])) as [number];
  await registerSource(stack, topics.second, [probeSchema()]);
  await produce(stack, topics.used, [{ key: 'k', value: 'of an earlier run' }]);
  await produce(stack, topics.aged, [{ key: '[OTHER_ID~k3~MZXW6YTB4F2KQ7D3]', value: 'of an earlier key' }]);
  workspace = await createWorkspace();
  [port] = (await freePorts(1)) as [number];
  writePolicy(workspace);
  configure([]);
  await registerSinks(workspace);
  occupier = createServer((_, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => occupier.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  await cleanUpRuns();
  occupier?.close();
  if (topics) await deleteTopics(stack, Object.values(topics));
});

/** What can be wrong in the configuration, and what a check then finds. */
const FAULTS = {
  port: 'http.port http.port',
  key: 'keys.unreadable',
  path: 'policy.invalid',
  limit: 'quarantine.unfit max.message.bytes',
  cleanup: 'quarantine.unfit cleanup.policy',
  recordKey: 'sink.key cleanup.policy',
  timestamp: 'sink.timestamp_type message.timestamp.type',
  offset: 'source.no_offset',
  sink: 'sink.topic_missing',
} as const;
type FaultName = keyof typeof FAULTS;
const ALL = Object.keys(FAULTS) as FaultName[];

function configure(planted: readonly FaultName[]): void {
  const has = (name: FaultName) => planted.includes(name);
  let policy = PROBE_POLICY;
  if (has('path')) policy = policy.replace('  text: detect', '  text: detect\n  no_such_field: drop');
  if (has('recordKey')) policy = policy.replace(/^key: .*$/m, 'key: { as: utf8, redact: OTHER_ID }');
  if (has('timestamp')) policy = policy.replace('timestamp: hour', 'timestamp: day');
  writePolicy(workspace, policy);
  const compacted = has('limit') ? topics.unfit : topics.compacted;
  const uncompacted = has('limit') ? topics.small : topics.quarantine;
  const quarantine = has('cleanup') ? compacted : uncompacted;
  const policies = ['probe.policy.yaml'];
  // The sink that was used before is compacted as well.
  const sink = has('recordKey') || has('offset') ? topics.used : topics.sink;
  const first = { name: 'first', source: topics.source, sink, quarantine, policies, fromStart: !has('offset') };
  const second = { ...first, name: 'second', source: topics.second, quarantine: topics.quarantine };
  const routes = has('sink') ? [first, { ...second, sink: 'absent-topic' }] : [first];
  writeConfig(stack, workspace, {
    routes,
    keys: { active: has('key') ? 'k9' : 'k1' },
    http: { port: has('port') ? (occupier.address() as AddressInfo).port : port, adminPort: 0 },
  });
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function sigilo(...words: string[]): Promise<Ended> {
  const args = [CLI, ...words, '--config', workspace.configFile];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

/** Code and setting of what a check finds, in the order in which it is told. */
async function findings(severity: 'fault' | 'warning'): Promise<string[]> {
  const found = await check(loadConfig(workspace.configFile), false);
  return found
    .filter((each) => each.severity === severity)
    .map(({ code, context }) => (context.setting === undefined ? code : `${code} ${context.setting}`));
}

describe('sigilo check', () => {
  it('lists all planted faults at once, with what to do', async () => {
    configure(ALL);
    const { code, stdout, stderr } = await sigilo('check', '--json');
    const told = JSON.parse(stdout) as { ok: boolean; faults: Record<string, string>[]; warnings: unknown[] };
    expect(code).toBe(2);
    expect(stderr).toMatch(/^check\.failed: .*\(actual=9\)/);
    expect(told.ok).toBe(false);
    expect(told.faults.map(({ code, setting }) => [code, setting].filter(Boolean).join(' '))).toEqual(
      Object.values(FAULTS),
    );
    for (const { what, todo } of told.faults) expect([what?.length, todo?.length]).not.toContain(0);
    expect(told.faults.map(({ route }) => route)).toEqual([
      ...[undefined, undefined, undefined],
      ...['first', 'first', 'first', 'first', 'first', 'second'],
    ]);
    const text = await sigilo('check');
    expect(text.code).toBe(2);
    for (const part of ['all routes', 'route first', 'route second', 'source.no_offset', '9 faults', 'absent-topic'])
      expect(text.stdout).toContain(part);
  });

  it.each(ALL)('no longer finds %s when it is mended', async (mended) => {
    const left = ALL.filter((name) => name !== mended);
    configure(left);
    expect((await findings('fault')).sort()).toEqual(left.map((name) => FAULTS[name]).sort());
  });

  it('finds nothing in a clean set', async () => {
    configure([]);
    expect(await sigilo('check', '--json')).toEqual({
      code: 0,
      stdout: '{"ok":true,"faults":[],"warnings":[]}\n',
      stderr: '',
    });
  });

  it('finds keys of another version in a compacted sink', async () => {
    configure([]);
    const config = loadConfig(workspace.configFile);
    const [route] = config.routes;
    const found = await check({ ...config, routes: [{ ...route!, sink: topics.aged }] }, true);
    const version = found.filter(({ code }) => code === 'sink.key_version');
    expect(version).toMatchObject([{ severity: 'fault', context: { faults: [expect.stringMatching(/k3.*k1/)] } }]);
  });

  it('looks at the sink and the quarantine of a route whose source is missing', async () => {
    configure(['cleanup']);
    const config = loadConfig(workspace.configFile);
    const [route] = config.routes;
    const routes = [{ ...route!, source: 'absent-topic', sink: topics.aged }];
    const found = await check({ ...config, routes }, true);
    expect(found.filter(({ severity }) => severity === 'fault').map(({ code }) => code)).toEqual([
      'source.topic_missing',
      'quarantine.unfit',
      'sink.key_version',
    ]);
  });

  it('does not pass when it could not ask the registry', async () => {
    configure([]);
    const config = loadConfig(workspace.configFile);
    const deaf = await check({ ...config, registry: { ...config.registry, url: 'http://127.0.0.1:1' } }, false);
    const address = 'http://127.0.0.1:1';
    const context = { setting: 'registry.url', address };
    expect(deaf).toMatchObject([{ severity: 'fault', code: 'registry.unavailable', context }]);
    expect(verdictOf(deaf).code).toBe('check.incomplete');
  });
});

describe('beside a running worker', () => {
  it('check leaves no trace, and status tells what the worker does', async () => {
    configure([]);
    const missed = await sigilo('status');
    expect(missed).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^worker\.unreachable: /) });
    const run = startRun(workspace);
    await run.waitForLine(({ msg }) => msg === 'partitions assigned', 'start');
    await produce(stack, topics.source, [{ value: probe(schemaId, plant()) }, { value: Buffer.from('no Avro') }]);
    await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: [2] });
    const before = await groupOf();

    expect(await findings('fault')).toEqual([]);
    expect(await findings('warning')).toEqual(['http.port http.port']);
    expect(await groupOf()).toEqual(before);

    const status = await sigilo('status', '--json');
    expect(JSON.parse(status.stdout)).toMatchObject({
      ok: true,
      attention: [],
      worker: { isJoined: true, assigned: 1 },
      routes: [
        { name: 'first', keyVersion: 'k1', counts: { consumed: 2, forwarded: 1, quarantined: { malformed_avro: 1 } } },
      ],
    });
    expect(status.code).toBe(0);
    expect((await sigilo('status')).stdout).toMatch(/2 read, 1 forwarded, 1 quarantined[\s\S]*nothing needs attention/);

    // The probe of transactions did not fence the worker.
    await produce(stack, topics.source, [{ value: probe(schemaId, plant()) }]);
    await waitUntilCommitted(stack, workspace.groupId, { [topics.source]: [3] });
    expect(run.lines().filter(({ msg }) => msg.startsWith('transaction failed'))).toEqual([]);
    expect(await run.stop()).toEqual({ status: 0, signal: null });
  });
});

/** The members of the group, as the brokers see it. */
async function groupOf(): Promise<unknown> {
  return withAdmin(stack, async (admin) => {
    const { groups } = await admin.describeGroups([workspace.groupId]);
    return groups.map(({ state, members }) => ({ state, members: members.map(({ memberId }) => memberId) }));
  });
}
