import { describe, expect, it } from 'vitest';
import type { ReadRecord } from '../../src/commands/demo/local-stack.ts';
import type { OpenedQuarantine } from '../../src/commands/demo/open-quarantine.ts';
import { countOutcomes } from '../../src/commands/demo/outcomes.ts';
import { nameTopics } from '../../src/commands/demo/topics.ts';
import type { TrafficRecord } from '../../src/commands/demo/traffic-record.ts';

const topics = nameTopics('run');
const source = topics.chat.source;

function expectation(outcomes: readonly TrafficRecord['expected'][]): ReadonlyMap<string, TrafficRecord> {
  const record = (expected: TrafficRecord['expected']) =>
    ({ route: 'chat', partition: 0, kind: 'message', value: Buffer.from('v'), expected }) as unknown as TrafficRecord;
  return new Map(outcomes.map((expected, offset) => [`${source}/0/${offset}`, record(expected)]));
}

const sink = (offset: number, changes: Partial<ReadRecord> = {}): ReadRecord => ({
  ...{ topic: topics.chat.sink, partition: 0, offset, timestamp: 0, key: null, value: Buffer.from('s') },
  headers: [['sigilo-source', Buffer.from(`${source}/0/${offset}`)]],
  ...changes,
});
const sealed = (offset: number, reason: string, isWhole = true): OpenedQuarantine => ({
  ...{ place: `${source}/0/${offset}`, reason, topic: topics.chat.quarantine, isWhole: () => isWhole },
});

const faultsOf = (
  expected: readonly TrafficRecord['expected'][],
  sinks: readonly ReadRecord[],
  quarantines: readonly OpenedQuarantine[] = [],
) => countOutcomes(expectation(expected), topics, sinks, quarantines).unexpected.map(({ fault }) => fault);

describe('verdict over sinks and quarantines', () => {
  it('accepts each record exactly once where it belongs', () => {
    const result = countOutcomes(
      expectation(['forward', 'malformed_avro', 'forward']),
      topics,
      [sink(0), sink(2)],
      [sealed(1, 'malformed_avro')],
    );
    expect(result).toEqual({ forwarded: 2, quarantined: { malformed_avro: 1 }, unexpected: [] });
  });

  it.each<[string, readonly string[]]>([
    ['lost', faultsOf(['forward', 'forward'], [sink(0)])],
    ['more than once', faultsOf(['forward'], [sink(0), sink(0)])],
    ['out of order', faultsOf(['forward', 'forward'], [sink(1), sink(0)])],
    ['in another partition', faultsOf(['forward'], [sink(0, { partition: 1 })])],
    ['in a topic of another route', faultsOf(['forward'], [sink(0, { topic: topics.clinical.sink })])],
    ['tombstone and value exchanged', faultsOf(['forward'], [sink(0, { value: null })])],
    ['forwarded, expected leak_blocked', faultsOf(['leak_blocked'], [sink(0)])],
    ['quarantined as internal, expected forward', faultsOf(['forward'], [], [sealed(0, 'internal')])],
    ['cannot be recovered from its quarantine record', faultsOf(['internal'], [], [sealed(0, 'internal', false)])],
    ['comes from no record of this run', faultsOf([], [sink(0)])],
    ['comes from no record of this run', faultsOf([], [sink(0, { headers: [] })])],
  ])('reports a record that is: %s', (fault, faults) => {
    expect(faults).toContain(fault);
  });
});
