import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULTS, ALL_PLANNED as PLANNED } from './faults.ts';
import { cutKinds, leastCounts, makeSchedule, type Planned, type Schedule } from './schedule.ts';

const countsOf = ({ calm, lanes }: Schedule) => {
  const counts: Record<string, number> = {};
  const dealt = lanes.flatMap(({ strikes }) => strikes.map(({ kind }) => kind));
  for (const kind of [...calm, ...dealt]) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};
const sumOf = (least: Readonly<Record<string, number>>, kinds: readonly string[]) =>
  kinds.reduce((sum, kind) => sum + (least[kind] ?? 0), 0);

describe('schedule of the fault run', () => {
  it('names each fault once, and no other', () => {
    expect(PLANNED.map(({ kind }) => kind).sort()).toEqual(FAULTS.map(({ kind }) => kind).sort());
    expect(new Set(PLANNED.map(({ kind }) => kind)).size).toBe(PLANNED.length);
  });

  it('plans for 30 minutes what the run must show', () => {
    const least = leastCounts(PLANNED, 30);
    expect(least.workerKilled).toBeGreaterThanOrEqual(30);
    const brokers = ['brokerKilled', 'groupCoordinatorKilled', 'transactionCoordinatorKilled'];
    expect(sumOf(least, brokers)).toBeGreaterThanOrEqual(15);
    const cuts = cutKinds().filter(({ place }) => place !== 'silent');
    expect(cuts).toHaveLength(30);
    for (const { kind } of cuts) expect(least[kind], kind).toBeGreaterThanOrEqual(3);
    for (const { kind } of PLANNED) expect(least[kind], kind).toBeGreaterThanOrEqual(1);
  });

  it('leaves out of a short run what takes long', () => {
    for (const minutes of [1, 3, 10]) {
      const wanted = PLANNED.filter(({ fromMinutes }) => fromMinutes <= minutes).map(({ kind }) => kind);
      expect(Object.keys(leastCounts(PLANNED, minutes)).sort()).toEqual(wanted.sort());
    }
    expect(leastCounts(PLANNED, 1).workerKilled).toBe(2);
    expect(leastCounts(PLANNED, 1).clockJumped).toBeUndefined();
    expect(leastCounts(PLANNED, 10).clockJumped).toBe(1);
  });

  it('deals exactly the least counts, in order of time, within nine tenths of it', () => {
    const planned = fc.uniqueArray(
      fc.record<Planned>({
        kind: fc.string({ minLength: 1, maxLength: 5 }).filter((kind) => !(kind in {})),
        lane: fc.constantFrom('workers', 'brokers', 'cuts', 'rare cuts', 'services', 'topics', 'others'),
        in30Minutes: fc.integer({ min: 1, max: 40 }),
        fromMinutes: fc.integer({ min: 0, max: 10 }),
      }),
      { selector: ({ kind }) => kind, maxLength: 12 },
    );
    fc.assert(
      fc.property(planned, fc.integer({ min: 1, max: 90 }), fc.nat(), (table, minutes, seed) => {
        const schedule = makeSchedule(table, minutes, seed);
        expect(countsOf(schedule)).toEqual(schedule.least);
        expect(schedule).toEqual(makeSchedule(table, minutes, seed));
        for (const { strikes } of schedule.lanes) {
          const times = strikes.map(({ at }) => at);
          expect(times).toEqual([...times].sort((left, right) => left - right));
          expect(times.at(-1)!).toBeLessThanOrEqual(minutes * 60_000 * 0.9 + 1);
        }
      }),
    );
  });

  it('a long run begins with strikes whose recovery nothing disturbs', () => {
    const { calm } = makeSchedule(PLANNED, 30, 1);
    expect(calm.filter((kind) => kind === 'workerKilled').length).toBeGreaterThanOrEqual(5);
    expect(calm.filter((kind) => kind !== 'workerKilled').length).toBeGreaterThanOrEqual(4);
    expect(makeSchedule(PLANNED, 9, 1).calm).toEqual([]);
    const only = PLANNED.filter(({ kind }) => kind === 'brokerKilled');
    expect(makeSchedule(only, 10, 1).calm).toEqual(['brokerKilled', 'brokerKilled']);
  });

  it('another seed deals another order', () => {
    expect(makeSchedule(PLANNED, 30, 1)).not.toEqual(makeSchedule(PLANNED, 30, 2));
  });
});
