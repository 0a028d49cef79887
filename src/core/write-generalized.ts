import type { Buffer } from 'node:buffer';
import { readLong } from './avro/reader.ts';
import { type CoreState, countFinding } from './core-state.ts';
import type { EntityType } from './entity.ts';
import { coarseText } from './generalize-text.ts';
import { firstHiddenDay } from './great-age.ts';
import type { Leaf } from './policy/plan.ts';
import { readLeaf, readSmallVarint, SMALL_VARINT } from './read-leaf.ts';
import { writeNumber, writeOwnAscii, writeWhole } from './sink-bytes.ts';
import { type Granularity, generalizeDays, generalizeTime, type TimeUnit, unitsPerDay } from './treat/generalize.ts';
import { MILLIS_OF } from './treat/time-steps.ts';

/** Writes a date, age or place as coarse as the plan says; `text` is its content where it was read already. */
export function writeGeneralized(
  state: CoreState,
  leaf: Leaf,
  text: string | null,
  input: Buffer,
  start: number,
  end: number,
): void {
  const { sink } = state;
  const granularity = leaf.granularity ?? 'year';
  countFinding(state.counts, leaf.entity as EntityType, 'generalize');
  switch (leaf.action) {
    case 'days':
      writeNumber(sink, Math.max(generalizeDays(Number(readLong(input, start)), granularity), firstHiddenDay(state)));
      return;
    case 'millis':
    case 'micros':
    case 'nanos':
      writeTime(state, input, start, end, leaf.action, granularity);
      return;
    default:
      writeOwnAscii(sink, coarseText(state, leaf, text ?? ageText(leaf, input, start, end)));
  }
}

/** Ages and ZIP codes may stand in numeric columns; of an age with a fraction the years count. */
function ageText(leaf: Leaf, input: Buffer, start: number, end: number): string {
  const text = readLeaf(leaf, input, start, end);
  return leaf.carrier === 'float' || leaf.carrier === 'double' ? String(Math.floor(Number(text))) : text;
}

/** Hours and days of the times that occur are plain arithmetic; the calendar, and times beyond 49 bits, take big integers. */
function writeTime(
  state: CoreState,
  input: Buffer,
  start: number,
  end: number,
  unit: TimeUnit,
  granularity: Granularity,
): void {
  const { sink } = state;
  const step = unit === 'millis' ? MILLIS_OF[granularity] : undefined;
  if (step === undefined || end - start > SMALL_VARINT) {
    const cut = generalizeTime(readLong(input, start), unit, granularity);
    const hidden = firstHiddenDay(state);
    const oldest = hidden === Number.NEGATIVE_INFINITY ? cut : BigInt(hidden) * unitsPerDay(unit);
    writeWhole(sink, cut > oldest ? cut : oldest);
    return;
  }
  writeNumber(sink, Math.floor(readSmallVarint(input, start, end) / step) * step);
}
