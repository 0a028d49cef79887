import { describe, expect, it } from 'vitest';
import { fault } from '../../src/preflight/finding.ts';
import { stopUnreadable } from '../../src/worker/assignment.ts';
import { crashError, mayLackPermission, missingPermissionCode } from '../../src/worker/missing-permissions.ts';
import { addPartition, type WorkerState } from '../../src/worker/worker-state.ts';
import { scriptedWorker } from './scripted-worker.ts';

const typed = (type: string) => Object.assign(new Error('quotes something'), { type });
const named = (name: string) => Object.assign(new Error('quotes something'), { name });

/** What the brokers said a moment ago. */
function answer(worker: WorkerState, ...contexts: readonly object[]): void {
  worker.permissions.asked = Promise.resolve(contexts.map((context) => fault('kafka.permission_missing', context)));
  worker.permissions.askedAt = performance.now();
}

const GROUP = { operation: 'Read', resource: 'group g' };
const SINK = { route: 'chat', topic: 'clean', operation: 'Write', resource: 'topic clean' };
const OTHER = { route: 'labs', topic: 'labs.clean', operation: 'Write', resource: 'topic labs.clean' };

describe('an error behind which a permission may be missing', () => {
  it.each([
    ['a refused topic', typed('TOPIC_AUTHORIZATION_FAILED'), true],
    ['a refused group', typed('GROUP_AUTHORIZATION_FAILED'), true],
    ['a refused transactional id', typed('TRANSACTIONAL_ID_AUTHORIZATION_FAILED'), true],
    ['a topic beside a refused one', typed('OPERATION_NOT_ATTEMPTED'), true],
    ['a coordinator that is not found', named('KafkaJSGroupCoordinatorNotFound'), true],
    ['the cause of another', new Error('', { cause: typed('GROUP_AUTHORIZATION_FAILED') }), true],
    ['a wrong password', typed('SASL_AUTHENTICATION_FAILED'), false],
    ['a broker that is gone', named('KafkaJSConnectionError'), false],
    ['another fault', new TypeError('quotes something'), false],
    ['no error', 'text', false],
  ])('is %s', (_name, error, expected) => {
    expect(mayLackPermission(error)).toBe(expected);
  });
});

const gaveUp = (cause: Error) => Object.assign(named('KafkaJSNumberOfRetriesExceeded'), { cause });

describe('a batch that failed', () => {
  it.each([
    ['a permission on its topics', [SINK], 'kafka.unauthorized'],
    ['the permission on the group', [GROUP], 'kafka.unauthorized'],
    ['a permission of another route', [OTHER], null],
    ['no permission', [], null],
  ])('pauses as unauthorized when the worker lacks %s', async (_name, missing, code) => {
    const { worker } = scriptedWorker();
    answer(worker, ...missing);
    const error = named('KafkaJSGroupCoordinatorNotFound');
    expect(await missingPermissionCode(worker, worker.routes.get('raw')!, error)).toBe(code);
  });

  it('is not held against permissions for other errors', async () => {
    const { worker } = scriptedWorker();
    answer(worker, SINK);
    expect(await missingPermissionCode(worker, worker.routes.get('raw')!, named('KafkaJSConnectionError'))).toBe(null);
  });
});

describe('a consumer that crashed', () => {
  it('ends the worker as unauthorized, with what is missing', async () => {
    const { worker } = scriptedWorker();
    answer(worker, GROUP);
    const error = await crashError(worker, typed('GROUP_AUTHORIZATION_FAILED'));
    expect(error).toMatchObject({ code: 'kafka.unauthorized', context: { ...GROUP, thrown: 'Error' } });
    expect(error.message).not.toContain('quotes something');
  });

  it.each([
    ['a connection failed', named('KafkaJSConnectionError'), true, 'kafka.unavailable'],
    ['it gave up on a connection', gaveUp(named('KafkaJSConnectionClosedError')), true, 'kafka.unavailable'],
    ['no broker answered its requests', gaveUp(named('KafkaJSRequestTimeoutError')), false, 'kafka.unavailable'],
    ['it gave up on brokers that answer', gaveUp(named('KafkaJSRequestTimeoutError')), true, 'worker.crashed'],
    ['of a fault of its own in an outage', new TypeError('quotes something'), false, 'worker.crashed'],
  ])('when %s ends it with the code of that', async (_name, thrown, reachable, code) => {
    const { worker } = scriptedWorker();
    answer(worker);
    worker.brokers = { reachable, since: 0 };
    const error = await crashError(worker, thrown);
    expect([error.code, error.message.includes('quotes')]).toEqual([code, false]);
  });

  it('names the error of the protocol', async () => {
    const { worker } = scriptedWorker();
    const error = await crashError(worker, typed('INCONSISTENT_GROUP_PROTOCOL'));
    expect([error.code, error.context.errorType]).toEqual(['worker.crashed', 'INCONSISTENT_GROUP_PROTOCOL']);
  });

  it('ends it as crashed otherwise', async () => {
    const { worker } = scriptedWorker();
    answer(worker, GROUP);
    expect((await crashError(worker, new TypeError('quotes something'))).code).toBe('worker.crashed');
    answer(worker);
    expect((await crashError(worker, typed('GROUP_AUTHORIZATION_FAILED'))).code).toBe('worker.crashed');
  });
});

describe('a source that may no longer be read', () => {
  it('pauses its partition, and each further refusal for longer', () => {
    const { worker, events, switched } = scriptedWorker();
    answer(worker);
    const state = addPartition(worker, worker.routes.get('raw')!, 2);
    stopUnreadable(worker, 'raw', 2, 'kafka.unauthorized');
    expect(state.pause).toMatchObject({ code: 'kafka.unauthorized', timer: expect.anything() });
    expect([state.failures, switched]).toEqual([1, ['pause raw 2']]);
    expect(events[0]).toEqual(['partitionPaused', 'chat', 2, 'kafka.unauthorized']);
    clearTimeout(state.pause!.timer!);
  });
});
