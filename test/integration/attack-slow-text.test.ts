import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AttackStage, harmOf, setStage } from './attack-stage.ts';
import { deleteTopics, produce } from './topics.ts';
import { cleanUpRuns, type Exit, metricOf } from './worker-run.ts';

const stack = inject('stack');
/** Pieces of text that take the longest of all that test/core/detect/hostile-texts.ts holds; long, and many short ones. */
const SLOW = ['dia 1 ', '12/8 e ', '12/', 'A-1 '];
const RECORD_BYTES = 1_000_000;
const TEXT_BYTES = 65_000;
const ORDINARY = 5;
const BEHIND_MS = 100_000;
/** A turn of each partition is one slow record at most. */
const LONGEST_MS = 60_000;
/** Each record takes some two seconds of one core; a machine that others load may take ten times as long. */
const SESSION_SECONDS = 20;

const records = (): string[][] =>
  SLOW.flatMap((piece) => {
    const long = piece.repeat(Math.floor(TEXT_BYTES / piece.length));
    const short = Array<string>(Math.floor(RECORD_BYTES / (piece.length + 1)));
    return [Array<string>(Math.floor(RECORD_BYTES / TEXT_BYTES)).fill(long), short.fill(piece).slice(0, 99_000)];
  });

let stage: AttackStage;
let page: string;
let exit: Exit;
let odd: number;
/** Of ordinary records that are written while the slow ones are worked on. */
const delays: number[] = [];
/** The longest time for which the event loop stood still, in seconds. */
let stall = 0;

beforeAll(async () => {
  stage = await setStage({
    partitions: 3,
    sourceConfig: { 'max.message.bytes': '2000000' },
    sessionTimeoutMs: SESSION_SECONDS * 1_000,
  });
  const { topics, run } = stage;
  await stage.writeOrdinary(ORDINARY);
  await stage.untilForwarded(0, BEHIND_MS);
  const slow = records();
  await produce(
    stack,
    topics.source,
    slow.map((texts) => ({ partition: 0, value: stage.bytesOf({ texts }) })),
  );
  for (let round = 0; round < 3; round += 1) {
    await stage.writeOrdinary(ORDINARY);
    delays.push(await stage.untilOthers(1, LONGEST_MS));
  }
  await stage.untilForwarded(slow.length, BEHIND_MS);
  page = await run.metrics();
  stall = metricOf(page, 'nodejs_eventloop_lag_max_seconds');
  ({ exit, odd } = await stage.finish());
}, 300_000);

afterAll(async () => {
  await cleanUpRuns();
  if (stage) await deleteTopics(stack, stage.made);
});

describe('records full of text that takes long to search', () => {
  it('are worked on, all of them', () => {
    expect(metricOf(page, 'sigilo_records_quarantined_total')).toBe(0);
    expect(metricOf(page, 'sigilo_findings_total', { route: 'attacked' })).toBeGreaterThan(1_000);
    expect(
      metricOf(page, 'sigilo_batch_duration_seconds_sum', { route: 'attacked', stage: 'sanitize' }),
    ).toBeGreaterThan(2);
  });

  it('do not cost the membership in the group', () => {
    expect(stall).toBeLessThan(SESSION_SECONDS);
    expect(harmOf(stage.run, exit, page)).toEqual([]);
  });

  it('do not stop the records of others', () => {
    expect(odd).toBe(0);
    expect(Math.max(...delays)).toBeLessThan(LONGEST_MS);
  });
});
