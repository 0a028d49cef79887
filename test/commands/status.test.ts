import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { StatusPage } from '../../src/commands/run/status-page.ts';
import { attentionOf } from '../../src/commands/status/attention.ts';
import { readPageShape } from '../../src/commands/status/page-shape.ts';
import { describeStatus } from '../../src/commands/status/status-text.ts';
import type { ErrorCode, RecordReason } from '../../src/errors.ts';
import { readStatusPage } from '../../src/io/status-request.ts';
import type { PartitionHealth } from '../../src/worker/health.ts';
import type { WorkerHealth } from '../../src/worker.ts';

const NOW = Date.parse('2026-01-02T03:00:00Z');
const MINUTE = 60_000;

function partition(number: number, change: Partial<PartitionHealth> = {}): PartitionHealth {
  const standing = { route: 'chat', partition: number, position: '10', lagRecords: 0, lagSeconds: 0 };
  return { ...standing, paused: null, lastCommitAt: NOW - 1_000, ...change };
}

function paused(number: number, code: ErrorCode, remedy: string | null = null): PartitionHealth {
  return partition(number, { paused: { code, since: NOW - 3 * MINUTE, remedy } });
}

function pageOf(partitions: readonly PartitionHealth[], change: Partial<WorkerHealth> = {}): StatusPage {
  const times = { lastFetchAt: NOW, lastHeartbeatAt: NOW, lastProgressAt: NOW };
  const worker: WorkerHealth = {
    isJoined: true,
    joiningSince: null,
    brokers: { reachable: true, since: NOW },
    isStopping: false,
    isFatal: false,
    ...times,
    assigned: partitions.length,
    paused: [],
    openBreakers: [],
    routes: [
      {
        route: 'chat',
        mode: 'exactly_once',
        isBreakerOpen: false,
        sinkPartitions: 3,
        lastCommitAt: NOW - 1_000,
        recent: [],
        recentConsumed: 0,
        recentOmitted: 0,
      },
    ],
    partitions,
    ...change,
  };
  const counts = { consumed: 12_345, forwarded: 12_300, quarantined: { uncovered_field: 45 }, expired: 0 };
  const topics = { source: 'chat.raw', sink: 'chat.clean', quarantine: 'chat.held' };
  const plans = [{ plan: 'abc', policy: 'chat-message', schemaId: 7 }];
  const route = {
    name: 'chat',
    ...topics,
    mode: 'exactly_once',
    keyVersion: 'k2',
    recordKeyVersion: 'k1',
    plans,
    counts,
  };
  return { version: '1.2.3', startedAt: new Date(NOW - 180 * MINUTE).toISOString(), routes: [route], worker };
}

describe('what needs attention', () => {
  it('is nothing while records flow', () => {
    expect(attentionOf(pageOf([partition(0), partition(1, { lagRecords: 9, lagSeconds: 2 })]), NOW)).toEqual([]);
  });

  it.each<[string, StatusPage, object[]]>([
    ['a worker that starts', { ...pageOf([]), worker: null }, [{ code: 'worker.starting' }]],
    ['one that has not joined', pageOf([], { isJoined: false }), [{ code: 'worker.not_ready' }]],
    ['one that stops', pageOf([], { isStopping: true }), [{ code: 'worker.not_ready' }]],
    ['one that has failed', pageOf([], { isFatal: true, isJoined: false }), [{ code: 'worker.crashed' }]],
    [
      'brokers that do not answer, once and since when',
      pageOf([paused(0, 'kafka.unavailable'), paused(1, 'kafka.unavailable')], {
        brokers: { reachable: false, since: NOW - MINUTE },
      }),
      [{ code: 'kafka.unavailable', since: NOW - MINUTE }],
    ],
    [
      'brokers that never answered',
      pageOf([], { isJoined: false, joiningSince: NOW - 9_000, brokers: { reachable: false, since: NOW - MINUTE } }),
      [{ code: 'kafka.unavailable' }, { code: 'worker.not_ready', since: NOW - 9_000 }],
    ],
    [
      'one broker that does not answer, while others do',
      pageOf([paused(0, 'kafka.unavailable')]),
      [{ code: 'kafka.unavailable', route: 'chat', partitions: [0] }],
    ],
    [
      'an open breaker, once',
      pageOf([paused(0, 'breaker.open'), paused(1, 'breaker.open')], { openBreakers: ['chat'] }),
      [{ code: 'breaker.open', route: 'chat' }],
    ],
    [
      'paused partitions, by reason',
      pageOf([
        paused(0, 'registry.unavailable'),
        paused(1, 'source.offset_lost', 'restart the worker once with --accept-loss chat added to its command'),
        paused(2, 'registry.unavailable'),
      ]),
      [
        { code: 'registry.unavailable', route: 'chat', partitions: [0, 2], since: NOW - 3 * MINUTE },
        {
          code: 'source.offset_lost',
          partitions: [1],
          remedy: 'restart the worker once with --accept-loss chat added to its command',
        },
      ],
    ],
    [
      'records that wait for no reason',
      pageOf([partition(0, { lagRecords: 5, lagSeconds: 900, lastCommitAt: NOW - 10 * MINUTE })]),
      [{ code: 'worker.idle', route: 'chat', partitions: [0] }],
    ],
  ])('is %s', (_, page, expected) => {
    const found = attentionOf(page, NOW);
    expect(found).toMatchObject(expected);
    expect(found).toHaveLength(expected.length);
    for (const { what, todo } of found) expect([what, todo]).not.toContain('');
  });
});

describe('quarantined records', () => {
  const recently = (consumed: number, ...recent: [RecordReason, number][]): StatusPage => {
    const page = pageOf([partition(0)]);
    const entries = recent.map(([reason, count]) => ({
      ...{ reason, count, schemaId: 7, fieldPath: 'patient.name', lastAt: NOW },
    }));
    const [route] = page.worker!.routes;
    return { ...page, worker: { ...page.worker!, routes: [{ ...route!, recent: entries, recentConsumed: consumed }] } };
  };

  it.each([
    ...['sink_schema_missing', 'uncovered_schema', 'uncovered_field', 'unknown_schema'],
    ...['leak_blocked', 'detector_failed', 'internal'],
  ] as RecordReason[])('need attention from the first one of %s on', (reason) => {
    const page = recently(1_000_000, [reason, 1]);
    const found = attentionOf(page, NOW);
    expect(found).toMatchObject([
      { code: reason, route: 'chat', count: 1, schemaId: 7, fieldPath: 'patient.name', todo: expect.any(String) },
    ]);
    const text = describeStatus(page, found, NOW).join('\n');
    expect(text).toContain(`${reason} (route chat, schema 7, field path patient.name): 1 of 1,000,000 records`);
    expect(text).toContain(`sigilo explain ${reason}`);
  });

  it.each<[RecordReason, number, number, boolean]>([
    ['malformed_avro', 21, 2_101, false],
    ['malformed_avro', 22, 2_101, true],
    ['unexpected_shape', 20, 1_000, false],
    ['unexpected_shape', 2, 4, false],
    ['unexpected_shape', 3, 4, true],
    ['limit_exceeded', 1, 1, true],
  ])('of %s: %i of %i need attention: %s', (reason, count, consumed, expected) => {
    const page = recently(consumed, [reason, count]);
    expect(attentionOf(page, NOW).map(({ code }) => code)).toEqual(expected ? [reason] : []);
    expect(describeStatus(page, [], NOW).join('\n')).toContain(
      `of these in the last 15 minutes: ${reason} ${count} (last: schema 7, field path patient.name)`,
    );
  });
});

describe('references to quarantined records', () => {
  it('need attention from the first one on', () => {
    const page = pageOf([partition(0)]);
    const [route] = page.worker!.routes;
    const flooded = { ...page, worker: { ...page.worker!, routes: [{ ...route!, recentOmitted: 3 }] } };
    const found = attentionOf(flooded, NOW);
    expect(found).toMatchObject([{ code: 'quarantine.payloads_omitted', route: 'chat', count: 3 }]);
    expect(describeStatus(flooded, found, NOW).join('\n')).toContain(
      'quarantine.payloads_omitted (route chat, 3 records of the last 15 minutes): of some quarantined records only',
    );
  });
});

describe('the text', () => {
  it('tells records, lag, plans and keys by route', () => {
    const page = pageOf([partition(0, { lagRecords: 1_500, lagSeconds: 240 }), partition(1)]);
    const text = describeStatus(page, [], NOW).join('\n');
    for (const part of [
      'sigilo 1.2.3, running for 3 h',
      'member of its group, 2 partitions here',
      'chat.raw -> chat.clean, quarantine chat.held; exactly_once',
      '12,345 read, 12,300 forwarded, 45 quarantined, 0 expired unread',
      'lag         1,500 records, the oldest waits for 4 min; last commit 1 s ago; 2 partitions here',
      'abc (chat-message, schema 7); key version k2, k1 for record keys',
      'uncovered_field 45   (sigilo explain uncovered_field)',
      'nothing needs attention',
    ])
      expect(text).toContain(part);
  });

  it('tells since when it joins, and what that may take', () => {
    const page = pageOf([], { isJoined: false, joiningSince: NOW - 40_000 });
    const text = describeStatus(page, attentionOf(page, NOW), NOW).join('\n');
    expect(text).toContain('not in its group, joining for 40 s: after a crash this takes up to the session timeout');
    expect(text).toContain('worker.not_ready (for 40 s): ');
    expect(text).toContain('lag         not known yet;');
  });

  it('does not call a lag 0 that was not measured', () => {
    const unknown = partition(1, { lagRecords: null, lagSeconds: null });
    const lagOf = (...partitions: PartitionHealth[]) => describeStatus(pageOf(partitions), [], NOW).join('\n');
    expect(lagOf(unknown)).toContain('lag         not known yet;');
    expect(lagOf(unknown, partition(0, { lagRecords: 3 }))).toContain(
      'lag         3 records, not known yet of 1 partition;',
    );
    expect(lagOf(partition(0))).toContain('lag         0 records;');
  });

  it('tells what needs attention, for how long, and what to type', () => {
    const page = pageOf([
      paused(1, 'source.offset_lost', 'restart the worker once with --accept-loss chat added to its command'),
    ]);
    const text = describeStatus(page, attentionOf(page, NOW), NOW).join('\n');
    expect(text).toContain('source.offset_lost (route chat, partitions 1, for 3 min): ');
    expect(text).toContain('restart the worker once with --accept-loss chat');
    expect(text).not.toContain('nothing needs');
  });
});

/** A page with one quarantined record. */
function withRecent(reason: string, fieldPath: string | null = null): unknown {
  const page = pageOf([]);
  const recent = [{ reason, count: 1, fieldPath, schemaId: null, lastAt: NOW }];
  return { ...page, worker: { ...page.worker, routes: [{ ...page.worker?.routes[0], recent }] } };
}

describe('the page', () => {
  let server: Server | null = null;
  afterEach(() => server?.close());

  async function serve(status: number, body: string): Promise<number> {
    server = createServer((_, response) => response.writeHead(status).end(body));
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  it.each(['127.0.0.1', '0.0.0.0'])('is read from the worker that listens on %s', async (host) => {
    expect(await readStatusPage(host, await serve(200, '{"routes":[]}'))).toEqual({ routes: [] });
  });

  it.each([
    ['who does not know it', 404, 'not found', { status: 404 }],
    ['who wants a token', 401, '', { status: 401 }],
    ['who answers no JSON', 200, '<html>', { thrown: 'SyntaxError' }],
  ])('is not read from somebody %s', async (_, status, body, context) => {
    const port = await serve(status, body);
    await expect(readStatusPage('127.0.0.1', port)).rejects.toMatchObject({
      code: 'worker.unreachable',
      context: { ...context, setting: 'http.port', actual: port },
    });
  });

  it('is taken as a worker makes it', () => {
    const page = JSON.parse(JSON.stringify(pageOf([partition(0), paused(1, 'source.offset_lost', 'x')]))) as StatusPage;
    expect(readPageShape(page, 1)).toEqual(page);
    expect(readPageShape(withRecent('internal', 'a.b{key}'), 1)).toEqual(withRecent('internal', 'a.b{key}'));
    expect(readPageShape({ ...page, worker: null }, 1)).toEqual({ ...page, worker: null });
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a list', []],
    ['another page', { status: 'ok' }],
    ['a code of another version', pageOf([paused(0, 'source.sunk' as ErrorCode)])],
    ['what a terminal obeys', { ...pageOf([]), version: '\u001b]0;x\u0007' }],
    ['a reason of another version', withRecent('sunk')],
    ['what a terminal obeys in a field path', withRecent('internal', 'a\u001b[2J')],
    ['a wrong time', { ...pageOf([]), startedAt: 'x' }],
  ])('is not taken from somebody who answers %s', (_, answer) => {
    expect(() => readPageShape(answer, 9_464)).toThrow('worker.unreachable');
  });

  it('is missed clearly when nobody listens', async () => {
    const port = await serve(200, '');
    await new Promise((resolve) => server?.close(resolve));
    await expect(readStatusPage('127.0.0.1', port)).rejects.toMatchObject({
      code: 'worker.unreachable',
      message: expect.stringContaining('sigilo run'),
    });
  });
});
