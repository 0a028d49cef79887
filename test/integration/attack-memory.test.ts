import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { PARTITION_MEMORY } from '../../src/core/conversation-memory.ts';
import { type AttackStage, harmOf, setStage } from './attack-stage.ts';
import { deleteTopics, type NewRecord, produce } from './topics.ts';
import { cleanUpRuns, type Exit, metricOf, peakMemory, waitFor } from './worker-run.ts';

const stack = inject('stack');
/** Each has three names of nearly 200 characters: more of them than the memory of a partition holds. */
const CONVERSATIONS = 25_000;
/** Of one conversation, with some values each. */
const TURNS = 1_000;
const VALUES = 30;
const ORDINARY = 10;
const BEHIND_MS = 100_000;
const LONGEST_MS = 30_000;
const MEMORY_MIB = 700;

/** Letters that no list of names holds, another text for each number. */
const word = (number: number, length: number) => {
  let letters = '';
  for (let rest = number + 1; rest > 0; rest = Math.floor(rest / 20)) letters += 'bcdfghjklmnpqrstvwxz'[rest % 20];
  return `${letters}qyw`.padEnd(length, letters);
};
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);
const nameOf = (number: number, length = 190) => `${capital(word(number, 8))} ${capital(word(number, length - 9))}`;

let stage: AttackStage;
let page: string;
let exit: Exit;
let odd: number;
let sink: Awaited<ReturnType<AttackStage['finish']>>['sink'];
let peak: number | null;
const delays: number[] = [];
/** What the memory was said to hold, each time it was looked at. */
const looks: { readonly bytes: number; readonly conversations: number }[] = [];
/** Findings that only the memory knew, before and after the flood. */
let recalled: readonly number[];

const look = async () => {
  const now = await stage.run.metrics();
  const of = (name: string) => metricOf(now, `sigilo_conversation_memory_${name}`, { route: 'attacked' });
  looks.push({ bytes: of('bytes'), conversations: of('conversations') });
  return of('findings_total');
};

/** One record tells a name, and the next one of the conversation names it in lower case, which no list knows. */
const talk = async (number: number) => {
  const conversation = `talk-${number}-${'c'.repeat(20)}`;
  const name = nameOf(number, 20);
  const [partition, texts] = [1, [`ontem ${name.toLowerCase()} passou mal`]];
  const before = await look();
  await produce(stack, stage.topics.source, [
    { partition, value: stage.bytesOf({ conversation, names: [name] }) },
    { partition, value: stage.bytesOf({ conversation, texts }) },
  ]);
  await waitFor(async () => ((await look()) > before ? true : null), 'recall in a conversation', LONGEST_MS);
};

beforeAll(async () => {
  stage = await setStage({ partitions: 2 });
  const { topics, run } = stage;
  let attacks = 0;
  const round = async (records: readonly NewRecord[]) => {
    await stage.writeOrdinary(ORDINARY);
    await produce(stack, topics.source, records);
    await stage.writeOrdinary(ORDINARY);
    attacks += records.length;
    delays.push(await stage.untilOthers(1, LONGEST_MS));
    await stage.untilForwarded(attacks, BEHIND_MS);
    await look();
  };
  const count = (list: readonly number[], each: (index: number) => NewRecord) => list.map(each);
  const numbers = (length: number) => Array.from({ length }, (_, index) => index);

  await talk(9_000_001);
  attacks += 2;
  const before = await look();
  await round(
    count(numbers(CONVERSATIONS), (index) => {
      const names = [0, 1, 2].map((each) => nameOf(3 * index + each));
      return { partition: 0, value: stage.bytesOf({ conversation: `${'flood'.repeat(20)}-${index}`, names }) };
    }),
  );
  await round(
    count(numbers(TURNS), (index) => {
      const names = numbers(VALUES).map((each) => nameOf(1_000_000 + VALUES * index + each, 60));
      return {
        partition: 0,
        value: stage.bytesOf({ conversation: 'one-and-the-same-talk', names, texts: ['bom dia'] }),
      };
    }),
  );
  await talk(9_000_002);
  recalled = [before, await look()];
  // The gauges are set every ten seconds.
  const evicted = 'sigilo_conversation_memory_evicted_total';
  page = await waitFor(async () => {
    const now = await run.metrics();
    await look();
    return metricOf(now, evicted, { route: 'attacked' }) > 0 ? now : null;
  }, 'eviction');
  peak = await peakMemory(run.pid);
  ({ exit, odd, sink } = await stage.finish());
}, 300_000);

afterAll(async () => {
  await cleanUpRuns();
  if (stage) await deleteTopics(stack, stage.made);
});

describe('a flood of conversations with long names', () => {
  it('happens, and fills the memory of its partition up to the bound', () => {
    expect(sink.filter(({ topic }) => topic === stage.topics.sink).length).toBeGreaterThan(CONVERSATIONS + TURNS);
    const most = Math.max(...looks.map(({ bytes }) => bytes));
    expect(most).toBeGreaterThan(PARTITION_MEMORY.bytes / 2);
    for (const { bytes, conversations } of looks) {
      expect(bytes).toBeLessThanOrEqual(2 * PARTITION_MEMORY.bytes);
      expect(conversations).toBeLessThanOrEqual(2 * PARTITION_MEMORY.conversations);
    }
    expect(metricOf(page, 'sigilo_conversation_memory_evicted_total', { route: 'attacked' })).toBeGreaterThan(1_000);
  });

  it('does not make the process grow beyond its bounds', () => {
    if (peak !== null) expect(peak).toBeLessThan(MEMORY_MIB);
  });

  it('leaves the memory of other conversations at work', () => {
    expect(recalled[1]).toBeGreaterThan(recalled[0]!);
  });

  it('does not stop the records of others', () => {
    expect(odd).toBe(0);
    expect(Math.max(...delays)).toBeLessThan(LONGEST_MS);
    expect(harmOf(stage.run, exit, page)).toEqual([]);
    expect(metricOf(page, 'sigilo_records_quarantined_total')).toBe(0);
  });
});
