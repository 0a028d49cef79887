import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readAllCommitted, type TopicRecord } from '../../deploy/local/read-committed.ts';
import { type QuarantineMetadata, readQuarantineMetadata } from '../../src/core/quarantine.ts';
import { type AttackStage, harmOf, setStage } from './attack-stage.ts';
import { writeForged } from './raw-batches.ts';
import { deleteTopics } from './topics.ts';
import { cleanUpRuns, type Exit, metricOf, waitFor } from './worker-run.ts';

const stack = inject('stack');
const ORDINARY = 5;
const LONGEST_MS = 30_000;

/** Offsets that records of one batch say to have, as differences to its first. */
const FORMS: readonly (readonly [name: string, deltas: readonly number[]])[] = [
  ['a million further', [1_000_000]],
  ['the next one', [1]],
  ['the one before', [-1]],
  ['far behind', [-1_000]],
  ['the last beyond the batch', [0, 1, 1_000_000]],
  ['the first before the batch', [-3, 1, 2]],
  ['one offset for all', [0, 0, 0]],
  ['the last offset for all', [2, 2, 2]],
  ['backwards', [2, 1, 0]],
];

let stage: AttackStage;
let page: string;
let exit: Exit;
let odd: number;
let sink: readonly TopicRecord[];
let held: readonly QuarantineMetadata[];
/** First and last offset of each batch as the broker has it. */
const forged: { readonly first: number; readonly last: number }[] = [];

beforeAll(async () => {
  stage = await setStage({ partitions: 2 });
  const { topics, run } = stage;
  for (const [, deltas] of FORMS) {
    await stage.writeOrdinary(ORDINARY);
    const records = deltas.map((offsetDelta) => ({ offsetDelta, value: stage.bytesOf({ texts: ['forjado'] }) }));
    const [first = -1] = await writeForged(stack, { topic: topics.source, partition: 0 }, [records]);
    forged.push({ first, last: first + deltas.length - 1 });
  }
  await stage.writeOrdinary(ORDINARY);
  await stage.untilForwarded(0, LONGEST_MS);
  page = await waitFor(async () => {
    const now = await run.metrics();
    return metricOf(now, 'sigilo_records_quarantined_total') < FORMS.length ? null : now;
  }, 'quarantine of all forged batches');
  ({ exit, sink, odd } = await stage.finish());
  held = (await readAllCommitted(stack, [topics.quarantine])).map(({ value }) => readQuarantineMetadata(value!));
});

afterAll(async () => {
  await cleanUpRuns();
  if (stage) await deleteTopics(stack, stage.made);
});

describe('a batch whose records say to be others', () => {
  it('is taken by the broker, at the offsets that it gives', () => {
    let next = 0;
    for (const { first, last } of forged) {
      expect(first).toBe(next + ORDINARY);
      next = last + 1;
    }
  });

  it.each(FORMS.map(([name], index) => [name, index] as const))('is refused as a whole: %s', (_name, index) => {
    const { first, last } = forged[index]!;
    const { reason, lastOffset } = held.find(({ source }) => Number(source.offset) === first)!;
    expect({ reason, lastOffset: Number(lastOffset) }).toEqual({ reason: 'unreadable_batch', lastOffset: last });
  });

  it('brings nothing into the sink, under no offset', () => {
    expect(held).toHaveLength(FORMS.length);
    const sources = sink.map(({ headers }) => new Map(headers).get('sigilo-source')!.toString());
    expect(new Set(sources).size).toBe(sources.length);
    const offsets = sources
      .map((source) => source.split('/'))
      .filter(([topic, partition]) => topic === stage.topics.source && partition === '0')
      .map(([, , offset]) => Number(offset));
    const end = forged.at(-1)!.last + 1 + ORDINARY;
    const isForged = (offset: number) => forged.some(({ first, last }) => offset >= first && offset <= last);
    const good = Array.from({ length: end }, (_, offset) => offset).filter((offset) => !isForged(offset));
    expect(offsets).toEqual(good);
  });

  it('keeps no record of others from arriving, once', () => {
    expect(odd).toBe(0);
    expect(stage.run.lines().filter(({ msg }) => msg === 'partition paused')).toEqual([]);
    expect(harmOf(stage.run, exit, page)).toEqual([]);
  });
});
