import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { PROBE_POLICY, probeSchema, registerSource, writePolicy } from './probe-records.ts';
import { createTopics, deleteTopics, produce } from './topics.ts';
import { cleanUpRuns, createWorkspace, type Settings, startRun, type Workspace, writeConfig } from './worker-run.ts';

const stack = inject('stack');
const PASSWORD = 'wrong-password-5b1e0c';
const CONFIGURATION = 2;
const FATAL = 1;

type Topics = { source: string; sink: string; quarantine: string };

let topics: Topics;
let others: { compacted: string; small: string; filled: string };

beforeAll(async () => {
  const quarantine = { config: { 'max.message.bytes': '1100000' } };
  topics = await createTopics(stack, { source: { partitions: 2 }, sink: { partitions: 2 }, quarantine });
  others = await createTopics(stack, {
    compacted: { config: { 'max.message.bytes': '1100000', 'cleanup.policy': 'compact' } },
    small: { config: { 'max.message.bytes': '1048588', 'cleanup.policy': 'compact,delete' } },
    filled: { partitions: 2 },
  });
  await registerSource(stack, topics.source, [probeSchema()]);
});

afterAll(async () => {
  await cleanUpRuns();
  if (others) await deleteTopics(stack, [...Object.values(topics), ...Object.values(others)]);
});

/** A workspace that would start, changed by the test. */
async function prepare(
  change: { topics?: Partial<Topics>; settings?: Settings; policy?: string } = {},
): Promise<Workspace> {
  const workspace = await createWorkspace();
  const route = { name: 'probe', ...topics, ...change.topics, policies: [writePolicy(workspace, change.policy)] };
  writeConfig(stack, workspace, { routes: [route], ...change.settings });
  return workspace;
}

interface Refusal {
  readonly status: number | null;
  readonly stderr: string;
}

/** Starts a worker that must refuse, and holds whatever it printed against the secrets of its workspace. */
async function refusalOf(workspace: Workspace): Promise<Refusal> {
  const run = startRun(workspace);
  const { status } = await run.exited;
  const secrets = [PASSWORD, workspace.identity, stack.saslUser.password, workspace.tokenSecret];
  for (const each of secrets) for (const shown of [run.stdout(), run.stderr()]) expect(shown).not.toContain(each);
  // Nothing was consumed before the refusal.
  expect(run.lines().map(({ msg }) => msg)).not.toContain('worker started');
  return { status, stderr: run.stderr() };
}

function writeSecret(workspace: Workspace, name: string, content: string, mode = 0o600): string {
  const file = join(workspace.directory, name);
  writeFileSync(file, content, { mode });
  chmodSync(file, mode);
  return name;
}

describe.concurrent('a start is refused', () => {
  it('when topics are missing, all of them named in one report', async () => {
    const missing = { source: 'absent-source', sink: 'absent-sink', quarantine: 'absent-quarantine' };
    const { status, stderr } = await refusalOf(await prepare({ topics: missing }));
    expect(status).toBe(CONFIGURATION);
    for (const role of ['source', 'sink', 'quarantine']) {
      expect(stderr).toMatch(new RegExp(`${role}\\.topic_missing: .*route=probe topic=absent-${role}\\b.*; create`));
    }
  });

  it.each(['source', 'sink', 'quarantine'] as const)('when only the %s is missing', async (role) => {
    const { status, stderr } = await refusalOf(await prepare({ topics: { [role]: 'absent-topic' } }));
    expect(status).toBe(CONFIGURATION);
    expect(stderr).toMatch(new RegExp(`^${role}\\.topic_missing: .*\\(route=probe topic=absent-topic\\); create`));
  });

  it('when the quarantine is compacted', async () => {
    const { status, stderr } = await refusalOf(await prepare({ topics: { quarantine: others.compacted } }));
    expect(status).toBe(CONFIGURATION);
    expect(stderr).toMatch(/^quarantine\.unfit: .*setting=cleanup\.policy.*cleanup\.policy=delete/);
    expect(stderr).toContain(others.compacted);
  });

  it('when the quarantine is compacted and too small, with both faults', async () => {
    const { status, stderr } = await refusalOf(await prepare({ topics: { quarantine: others.small } }));
    expect(status).toBe(CONFIGURATION);
    expect(stderr).toMatch(/setting=cleanup\.policy/);
    expect(stderr).toMatch(/setting=max\.message\.bytes limit=1064972 actual=1048588/);
  });

  it('when the sink holds records but the group has no offset; --from-start starts all the same', async () => {
    await produce(stack, others.filled, [{ value: 'of an earlier run', partition: 1 }]);
    const workspace = await prepare({ topics: { sink: others.filled } });
    const { status, stderr } = await refusalOf(workspace);
    expect(status).toBe(CONFIGURATION);
    expect(stderr).toMatch(/^source\.no_offset: .*route=probe topic=\S+ partition=1\).*--from-start/);
    const run = startRun(workspace, ['--from-start']);
    await run.waitForLine(({ msg }) => msg === 'partitions assigned', 'start');
    expect(await run.stop()).toEqual({ status: 0, signal: null });
  });

  it.each(['plain', 'scram-sha-512'])('when the password is wrong (%s)', async (mechanism) => {
    const sasl = { mechanism, username: stack.saslUser.username, passwordFile: 'kafka.password' };
    const workspace = await prepare({ settings: { kafka: { brokers: stack.saslBrokers, sasl } } });
    writeConfigWithGroup(workspace, sasl);
    writeSecret(workspace, 'kafka.password', `${PASSWORD}\n`);
    const { status, stderr } = await refusalOf(workspace);
    expect(status).toBe(FATAL);
    expect(stderr).toMatch(/^kafka\.unauthorized: .*check user, password and ACLs/);
    writeSecret(workspace, 'kafka.password', `${stack.saslUser.password}\n`);
    const run = startRun(workspace);
    await run.waitForLine(({ msg }) => msg === 'partitions assigned', 'start');
    expect(await run.stop()).toEqual({ status: 0, signal: null });
  });

  it('when its metrics port is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { status, stderr } = await refusalOf(await prepare({ settings: { http: { port } } }));
    server.close();
    expect(status).toBe(CONFIGURATION);
    expect(stderr).toMatch(/^http\.port: .*setting=http\.port.*choose another port/);
  });
});

/** The section as a whole: a test's section takes the place of the standing one, which names the group. */
function writeConfigWithGroup(workspace: Workspace, sasl: object): void {
  const routes = [{ name: 'probe', ...topics, policies: ['probe.policy.yaml'] }];
  const kafka = { brokers: stack.saslBrokers, groupId: workspace.groupId, sasl };
  writeConfig(stack, workspace, { routes, kafka });
}

describe.concurrent('a start is refused for its files', () => {
  it.each(['604', '644', '622'])('when the key file has mode %s', async (mode) => {
    const workspace = await prepare();
    const file = join(workspace.directory, 'keys', 'k1.key');
    chmodSync(file, Number.parseInt(mode, 8));
    const { status, stderr } = await refusalOf(workspace);
    expect(status).toBe(CONFIGURATION);
    expect(stderr).toMatch(/^keys\.exposed: .*; chmod 600/);
    expect(stderr).toContain(`file=${file}`);
  });

  it('when the key directory can be listed by others', async () => {
    const workspace = await prepare();
    chmodSync(join(workspace.directory, 'keys'), 0o755);
    const { status, stderr } = await refusalOf(workspace);
    expect(status).toBe(CONFIGURATION);
    expect(stderr).toMatch(/^keys\.exposed: .*chmod 700 its directory/);
  });

  it.each([
    ['missing', (file: string) => rmSync(file)],
    ['empty', (file: string) => writeFileSync(file, '')],
    ['no key', (file: string) => writeFileSync(file, `${PASSWORD}\n`)],
    ['not random', (file: string) => writeFileSync(file, Buffer.alloc(32, 'ab').toString('base64'))],
  ] as const)('when the key file is %s', async (_what, change) => {
    const workspace = await prepare();
    const file = join(workspace.directory, 'keys', 'k1.key');
    change(file);
    const { status, stderr } = await refusalOf(workspace);
    expect(status).toBe(CONFIGURATION);
    expect(stderr).toMatch(/^keys\.unreadable: .*sigilo keys generate/);
    expect(stderr).toContain(`file=${file}`);
  });

  it.skipIf(process.getuid?.() === 0)('when the key file cannot be read by its owner', async () => {
    const workspace = await prepare();
    chmodSync(join(workspace.directory, 'keys', 'k1.key'), 0o000);
    const { status, stderr } = await refusalOf(workspace);
    expect(status).toBe(CONFIGURATION);
    expect(stderr).toMatch(/^keys\.unreadable: /);
  });

  it('when the password file can be read by others', async () => {
    const workspace = await prepare();
    writeConfigWithGroup(workspace, { mechanism: 'plain', username: 'u', passwordFile: 'kafka.password' });
    writeSecret(workspace, 'kafka.password', PASSWORD, 0o644);
    const { status, stderr } = await refusalOf(workspace);
    expect(status).toBe(CONFIGURATION);
    expect(stderr).toMatch(/^config\.secret_unreadable: /);
    expect(stderr).toMatch(/line \d+: kafka\.sasl\.passwordFile: can be read by others: chmod 600 it/);
  });

  it('when the configuration has several faults, all in one report with their lines', async () => {
    const workspace = await prepare();
    const good = readFileSync(workspace.configFile, 'utf8');
    writeFileSync(workspace.configFile, `${good.replace('port: 0', 'port: 70000')}\npasswort: ${PASSWORD}\n`);
    const lineOf = (text: string) =>
      readFileSync(workspace.configFile, 'utf8')
        .split('\n')
        .findIndex((line) => line.includes(text)) + 1;
    const { status, stderr } = await refusalOf(workspace);
    expect(status).toBe(CONFIGURATION);
    expect(stderr).toContain(`line ${lineOf('port: 70000')}: http.port: must be 0 to 65535`);
    expect(stderr).toContain(`line ${lineOf('passwort')}: passwort: unknown word`);
  });

  it('when the policy has an unknown word, treatment, type, path and a rule that does not fit, all in one report', async () => {
    const policy = PROBE_POLICY.replace('timestamp: hour', 'timestamp: hour\ntimezone: utc')
      .replace('name: { tokenize: PERSON }', 'name: { tokenise: PERSON }')
      .replace('cpf: { tokenize: CPF }', 'cpf: { tokenize: CPFF }')
      .replace('  level: keep', '  level: detect\n  middle_name: { redact: PERSON }\n  notes{kye}: drop')
      .replace('br.sigilo.test.Node:', 'br.sigilo.test.Knot: { label: drop }\n  br.sigilo.test.Node:');
    const workspace = await prepare({ policy });
    const lineOf = (text: string) => policy.split('\n').findIndex((line) => line.includes(text)) + 1;
    const { status, stderr } = await refusalOf(workspace);
    expect(status).toBe(CONFIGURATION);
    expect(stderr).toMatch(/^policy\.invalid: /);
    for (const text of ['timezone', 'tokenise', 'CPFF', 'kye', 'level: detect', 'middle_name', 'Knot']) {
      expect(stderr).toContain(`probe.policy.yaml:${lineOf(text)}: `);
    }
    expect(stderr.match(/probe\.policy\.yaml:\d+/g)).toHaveLength(7);
  });
});
