import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../src/commands/run.ts';
import { type Config, loadConfig } from '../../src/config.ts';
import { SigiloError } from '../../src/errors.ts';
import { createIdentity, createTokenKey } from '../../src/io/key-create.ts';
import { gatherFacts } from '../../src/preflight/gather-facts.ts';
import { type ExitReason, startWorker, type WorkerOptions } from '../../src/worker.ts';

vi.mock('../../src/worker.ts', () => ({ startWorker: vi.fn() }));
vi.mock('../../src/preflight/gather-facts.ts', () => ({ gatherFacts: vi.fn() }));

const PLANTED = '529.982.247-25';
const TOKEN = 'a-token-of-the-operator';
const POLICY = join(import.meta.dirname, '../../schemas/chat-message.policy.yaml');

let directory: string;
let lines: string[];
let events: string[];
let started: WorkerOptions | null;
let ending: PromiseWithResolvers<ExitReason>;
let stopping: AbortController;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sigilo-run-'));
  lines = [];
  events = [];
  started = null;
  ending = Promise.withResolvers();
  stopping = new AbortController();
  createTokenKey(join(directory, 'keys'), 'k1');
  writeFileSync(join(directory, 'token'), TOKEN, { mode: 0o600 });
  vi.mocked(gatherFacts).mockImplementation(async (_, routes) => {
    const topics = routes.flatMap(({ source, sink, quarantine }) => [source, sink, quarantine]);
    const permitted = new Set(['Read', 'Write', 'DescribeConfigs'] as const);
    const view = { kind: 'seen', partitions: 1, replicas: 1, permitted } as const;
    const permissions = {
      brokers: 1,
      topics: new Map(topics.map((topic) => [topic, view])),
      group: permitted,
      refusedTransactions: new Set<string>(),
    };
    return { permissions, routes: [] };
  });
  vi.mocked(startWorker).mockImplementation(async (options) => {
    started = options;
    events.push('worker started');
    return {
      finished: ending.promise,
      health: () => ({ isJoined: true, isStopping: false, isFatal: false, paused: [] }) as never,
      stop: async () => {
        events.push('worker stopped');
        ending.resolve({ kind: 'stopped' });
      },
    };
  });
});

afterEach(() => rmSync(directory, { recursive: true }));

async function configure(change: (text: string) => string = (text) => text): Promise<Config> {
  const recipient = await createIdentity(join(directory, 'identity'), new Date(0));
  const file = join(directory, 'sigilo.yaml');
  const text = `kafka: { brokers: ["127.0.0.1:1"], groupId: sigilo }
registry: { url: "http://127.0.0.1:1" }
keys: { directory: keys, active: k1 }
quarantine: { recipients: [${recipient}] }
http: { port: 0, adminPort: 0, adminTokenFile: token }
routes:
  - { name: chat, source: chat.raw, sink: chat.sanitized, quarantine: chat.quarantine, policies: ["${POLICY}"] }
`;
  writeFileSync(file, change(text));
  return loadConfig(file, {});
}

function start(config: Config) {
  const destination = { write: (line: string) => void lines.push(line) };
  return run(config, { fromStart: false, destination, signal: stopping.signal });
}

const logged = () => lines.map((line) => JSON.parse(line) as { msg: string; port?: number; code?: string });

/** Where the listeners are, as the log tells it. */
async function addresses(): Promise<{ metrics: string; status: string }> {
  await vi.waitFor(() => expect(logged().map(({ msg }) => msg)).toContain('worker started'));
  const [metrics, status] = ['metrics', 'status'].map((word) => {
    const line = logged().find(({ msg }) => msg.startsWith(word));
    return `http://127.0.0.1:${line?.port}`;
  });
  return { metrics: metrics ?? '', status: status ?? '' };
}

describe('a run', () => {
  it('serves metrics and status, and ends cleanly when it is told to stop', async () => {
    const running = start(await configure());
    const { metrics, status } = await addresses();
    expect(await (await fetch(`${metrics}/metrics`)).text()).toContain('sigilo_records_consumed_total{route="chat"} 0');
    for (const path of ['/livez', '/readyz', '/startupz']) expect((await fetch(metrics + path)).status).toBe(200);
    const response = await fetch(`${status}/status`, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(await response.json()).toMatchObject({ routes: [{ name: 'chat', plans: [] }], worker: { isJoined: true } });
    stopping.abort();
    await expect(running).resolves.toBeUndefined();
    expect(events.slice(0, 2)).toEqual(['worker started', 'worker stopped']);
    await expect(fetch(`${metrics}/livez`)).rejects.toThrow();
  });

  it('hands the worker its routes and the way to the brokers', async () => {
    const running = start(await configure());
    await addresses();
    expect(started?.kafka).toMatchObject({ brokers: ['127.0.0.1:1'], groupId: 'sigilo' });
    expect(started?.routes).toMatchObject([{ fromStart: false, pipeline: { name: 'chat', sink: 'chat.sanitized' } }]);
    stopping.abort();
    await running;
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('stops orderly at %s, which its log names', async (signal) => {
    const running = start(await configure());
    await addresses();
    process.emit(signal, signal);
    await running;
    expect(events).toContain('worker stopped');
    expect(logged()).toContainEqual(expect.objectContaining({ level: 'info', msg: 'asked to stop', signal }));
    expect(process.listenerCount(signal)).toBe(0);
  });

  it('shows on the status page that the group is being joined, and is not started before', async () => {
    const late = Promise.withResolvers<never>();
    vi.mocked(startWorker).mockImplementation((options) => {
      options.onJoining?.(() => ({ isJoined: false, joiningSince: 17 }) as never);
      return late.promise;
    });
    const running = start(await configure());
    await vi.waitFor(() => expect(startWorker).toHaveBeenCalled());
    const origin = `http://127.0.0.1:${logged().find(({ msg }) => msg.startsWith('metrics'))?.port}`;
    const page = await (await fetch(`${origin}/status`)).json();
    expect(page).toMatchObject({ worker: { isJoined: false, joiningSince: 17 } });
    const probes = ['/livez', '/readyz', '/startupz'].map(async (path) => (await fetch(origin + path)).status);
    expect(await Promise.all(probes)).toEqual([200, 503, 503]);
    late.reject(new SigiloError('kafka.unavailable'));
    await expect(running).rejects.toMatchObject({ code: 'kafka.unavailable' });
  });

  it('rejects with the error that ended the worker, and closes everything', async () => {
    const running = start(await configure());
    const { metrics } = await addresses();
    ending.resolve({ kind: 'fatal', error: new SigiloError('worker.stalled') });
    await expect(running).rejects.toMatchObject({ code: 'worker.stalled' });
    expect(logged().at(-1)).toMatchObject({ msg: 'run failed', code: 'worker.stalled' });
    await expect(fetch(`${metrics}/livez`)).rejects.toThrow();
  });

  it('ends when it is told to stop while the worker is still starting', async () => {
    const late = Promise.withResolvers<never>();
    vi.mocked(startWorker).mockReturnValue(late.promise);
    const running = start(await configure());
    await vi.waitFor(() => expect(startWorker).toHaveBeenCalled());
    stopping.abort();
    late.reject(new SigiloError('kafka.unavailable'));
    await expect(running).resolves.toBeUndefined();
  });

  it('ends when it is told to stop while the start checks are under way', async () => {
    vi.mocked(gatherFacts).mockReturnValue(new Promise(() => {}));
    const running = start(await configure());
    await vi.waitFor(() => expect(gatherFacts).toHaveBeenCalled());
    stopping.abort();
    await expect(running).resolves.toBeUndefined();
    expect(startWorker).not.toHaveBeenCalled();
  });

  it('is started but not yet ready while the worker starts', async () => {
    const late = Promise.withResolvers<never>();
    vi.mocked(startWorker).mockReturnValue(late.promise);
    const running = start(await configure());
    await vi.waitFor(() => expect(startWorker).toHaveBeenCalled());
    const port = logged().find(({ msg }) => msg.startsWith('metrics'))?.port;
    const statuses = await Promise.all(
      ['/livez', '/readyz', '/startupz'].map(async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).status),
    );
    expect(statuses).toEqual([200, 503, 503]);
    late.reject(new SigiloError('kafka.unavailable'));
    await expect(running).rejects.toMatchObject({ code: 'kafka.unavailable' });
  });
});

describe('before anything is consumed', () => {
  const withPolicies = (...texts: string[]) => {
    const files = texts.map((text, index) => {
      writeFileSync(join(directory, `${index}.yaml`), text);
      return `${index}.yaml`;
    });
    return (config: string) =>
      files.reduce(
        (text, file, index) =>
          `${text}  - { name: r${index}, source: s${index}, sink: t, quarantine: q, policies: [${file}] }\n`,
        config.slice(0, config.indexOf('  - ')),
      );
  };

  it('the faults of all policies of all routes come at once', async () => {
    const error = await start(await configure(withPolicies(`policy: ${'x'}\nbogus: 1\n`, 'other: 1\n'))).catch(
      (thrown) => thrown,
    );
    expect(error).toMatchObject({ code: 'policy.invalid' });
    expect(error.context.faults.some((fault: string) => fault.includes('0.yaml'))).toBe(true);
    expect(error.context.faults.some((fault: string) => fault.includes('1.yaml'))).toBe(true);
    expect(startWorker).not.toHaveBeenCalled();
  });

  it('faults of several kinds refuse the start together, each with a log line of its own', async () => {
    vi.mocked(gatherFacts).mockRejectedValue(new SigiloError('kafka.unavailable', { thrown: 'KafkaJSError' }));
    const faulty = withPolicies('policy: x\nbogus: 1\n');
    const error = await start(await configure((text) => faulty(text.replace('active: k1', 'active: k7')))).catch(
      (thrown) => thrown,
    );
    expect(error).toMatchObject({ code: 'start.refused' });
    expect(new Set(error.context.codes)).toEqual(new Set(['keys.unreadable', 'policy.invalid', 'kafka.unavailable']));
    const refused = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'the start is refused');
    expect(refused).toContainEqual(expect.objectContaining({ level: 'error', code: 'keys.unreadable' }));
    expect(refused).toContainEqual(expect.objectContaining({ code: 'kafka.unavailable', thrown: 'KafkaJSError' }));
    const bogus = expect.stringMatching(/0\.yaml:2: bogus: unknown word/);
    expect(refused).toContainEqual(expect.objectContaining({ code: 'policy.invalid', fault: bogus }));
    expect(startWorker).not.toHaveBeenCalled();
  });

  it.each([
    ['a missing key', 'keys.unreadable', (text: string) => text.replace('active: k1', 'active: k2')],
    [
      'a port that is taken',
      'http.port',
      (text: string) => text.replace('http: { port: 0,', 'http: { host: 192.0.2.1, port: 0,'),
    ],
  ])('%s ends the run', async (_, code, change) => {
    await expect(start(await configure(change))).rejects.toMatchObject({ code });
    expect(startWorker).not.toHaveBeenCalled();
    expect(logged().at(-1)).toMatchObject({ msg: 'run failed', code });
  });
});

describe('a planted value', () => {
  it('in an error of any kind is in no log line, metric or page', async () => {
    vi.mocked(startWorker).mockImplementationOnce(async ({ telemetry }) => {
      const thrown = Object.assign(new TypeError(PLANTED, { cause: PLANTED }), { code: PLANTED, value: PLANTED });
      telemetry.log('error', PLANTED, {
        route: `${PLANTED} `,
        code: PLANTED,
        thrown: PLANTED,
        value: PLANTED,
      } as never);
      throw thrown;
    });
    const running = start(await configure());
    const error = await running.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join('')).not.toContain(PLANTED);
    expect(logged().at(-1)).toMatchObject({ msg: 'run failed', thrown: 'TypeError' });
  });
});
