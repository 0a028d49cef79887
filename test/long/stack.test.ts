import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type SASLOptions } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processesOf } from '../../deploy/local/java-process.ts';
import { readCommitted } from '../../deploy/local/read-committed.ts';
import {
  killBroker,
  killRegistry,
  readStack,
  restartBroker,
  restartRegistry,
  type StackState,
  stackAnswers,
  startStack,
  stopStack,
} from '../../deploy/local/stack-control.ts';
import { createTopics, produce } from '../integration/topics.ts';

const SCRIPT = join(import.meta.dirname, '..', '..', 'deploy', 'local', 'stack.ts');
const parent = mkdtempSync(join(tmpdir(), 'sigilo-stack-test-'));
const directory = join(parent, 'one');

function runStack(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [SCRIPT, ...args], (_error, stdout, stderr) => {
      resolve({ status: child.exitCode ?? -1, stdout, stderr });
    });
  });
}

/** This machine's IPv4 addresses as others see them. */
function outsideAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return all.filter((each) => !each.internal && each.family === 'IPv4').map((each) => each.address);
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    for (const name of ['connect', 'timeout', 'error'] as const) {
      socket.once(name, () => {
        socket.destroy();
        resolve(name === 'connect');
      });
    }
  });
}

async function valuesOf(stack: StackState, topic: string): Promise<string[]> {
  const values: string[] = [];
  for await (const record of readCommitted(stack, [topic])) values.push(String(record.value));
  return values;
}

async function registerSchema(stack: StackState): Promise<number> {
  const schema = JSON.stringify({ type: 'record', name: 'Note', fields: [{ name: 'id', type: 'long' }] });
  const response = await fetch(`${stack.registry}/subjects/note-value/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema }),
  });
  return ((await response.json()) as { id: number }).id;
}

afterAll(async () => {
  for (const name of readdirSync(parent)) await stopStack(join(parent, name));
  rmSync(parent, { recursive: true, force: true });
});

describe('a stack of one node', () => {
  let stack: StackState;
  beforeAll(async () => {
    stack = await startStack({ directory });
  });

  it('listens on loopback only and is left alone by a second `up`', async () => {
    const { status, stdout } = await runStack('up', '--dir', directory, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ running: true, ...stack });
    const addresses = [...stack.brokers, ...stack.saslBrokers, new URL(stack.registry).host];
    for (const address of addresses) expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
    const ports = addresses.map((address) => Number(address.split(':')[1]));
    for (const host of outsideAddresses()) {
      for (const port of ports) expect([host, port, await accepts(host, port)]).toEqual([host, port, false]);
    }
  });

  it('is described by `status`', async () => {
    const { status, stdout } = await runStack('status', '--dir', directory, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ running: true, brokers: stack.brokers, registry: stack.registry });
  });

  it.each(['scram-sha-512', 'plain'] as const)(
    'knows the test user by %s, and refuses a wrong password',
    async (mechanism) => {
      const connect = async (password: string) => {
        const sasl = { mechanism, username: stack.saslUser.username, password } as SASLOptions;
        const settings = { brokers: [...stack.saslBrokers], sasl, logLevel: logLevel.NOTHING, retry: { retries: 0 } };
        const admin = new Kafka(settings).admin();
        await admin.connect();
        await admin.disconnect();
      };
      await connect(stack.saslUser.password);
      await expect(connect('wrong')).rejects.toThrow();
    },
  );

  it('is repaired with its topics and schema ids by `up` after its processes were killed', async () => {
    const { notes } = await createTopics(stack, { notes: {} });
    await produce(stack, notes, [{ value: 'kept' }]);
    const schemaId = await registerSchema(stack);
    for (const pid of await processesOf(directory)) process.kill(pid, 'SIGKILL');
    expect((await runStack('status', '--dir', directory)).status).toBe(1);
    const { status, stderr } = await runStack('up', '--dir', directory);
    expect([status, stderr]).toEqual([0, expect.stringContaining('repairing')]);
    const repaired = readStack(directory)!;
    expect(repaired.brokers).toEqual(stack.brokers);
    expect(repaired.pids).not.toEqual(stack.pids);
    expect(await valuesOf(repaired, notes)).toEqual(['kept']);
    expect(await registerSchema(repaired)).toBe(schemaId);
  });

  it('loses broker or registry and gets them back on the same ports', async () => {
    await killBroker(stack, 0);
    await killRegistry(stack);
    expect(await processesOf(directory)).toEqual([]);
    await restartBroker(stack, 0);
    expect(await stackAnswers(await restartRegistry(stack))).toBe(true);
  });

  it('leaves no process and no data after `down`, and a second `down` is harmless', async () => {
    expect((await runStack('down', '--dir', directory)).status).toBe(0);
    expect(await processesOf(directory)).toEqual([]);
    expect(readdirSync(parent)).toEqual([]);
    expect((await runStack('down', '--dir', directory)).status).toBe(0);
    expect((await runStack('status', '--dir', directory)).status).toBe(1);
  });
});

describe('an interrupted `up`', () => {
  it('takes down what it had started when it gets SIGINT', async () => {
    const home = join(parent, 'interrupted');
    const child = spawn(process.execPath, [SCRIPT, 'up', '--dir', home], { stdio: 'ignore' });
    const exited = once(child, 'exit');
    while ((await processesOf(home)).length === 0) await sleep(50);
    child.kill('SIGINT');
    expect((await exited)[0]).toBe(130);
    expect(await processesOf(home)).toEqual([]);
    expect(existsSync(home)).toBe(false);
  });

  it('is cleaned up by the next `up` when it was killed without warning', async () => {
    const home = join(parent, 'killed');
    const child = spawn(process.execPath, [SCRIPT, 'up', '--dir', home], { stdio: 'ignore' });
    const exited = once(child, 'exit');
    while ((await processesOf(home)).length === 0) await sleep(50);
    child.kill('SIGKILL');
    await exited;
    const orphans = await processesOf(home);
    const [first, second] = await Promise.all([startStack({ directory: home }), startStack({ directory: home })]);
    expect(second).toEqual(first);
    const living = await processesOf(home);
    expect(living).toHaveLength(2);
    expect(living.filter((pid) => orphans.includes(pid))).toEqual([]);
    await stopStack(home);
  });
});
