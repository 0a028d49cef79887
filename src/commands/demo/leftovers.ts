import type { Decoded } from './check-sink.ts';
import type { TrafficRecord } from './traffic-record.ts';

/** Values that the generator wrote into free text, and those that can still be read there. */
export interface FreeTextCount {
  planted: number;
  leftover: number;
  /** Leftovers among identifiers that a check digit proves. */
  leftoverWithCheckDigit: number;
  /** Leftovers among values that stand in a structured field of the same record too. */
  leftoverDeclared: number;
  byEntity: Record<string, { planted: number; leftover: number }>;
}

/** A count to begin with. */
export function emptyFreeTextCount(): FreeTextCount {
  return { planted: 0, leftover: 0, leftoverWithCheckDigit: 0, leftoverDeclared: 0, byEntity: {} };
}

/** Adds one sink record to the count: a planted value is left over when its text still holds it as it was written. */
export function countLeftovers(count: FreeTextCount, decoded: Decoded, source: TrafficRecord): void {
  const { note } = decoded.metadata as { note?: string };
  const text = `${decoded.text ?? ''}\n${note ?? ''}`;
  for (const { entity, value, declared, checkDigit } of source.freeText.flatMap(({ planted }) => planted)) {
    count.byEntity[entity] ??= { planted: 0, leftover: 0 };
    const ofEntity = count.byEntity[entity];
    count.planted++;
    ofEntity.planted++;
    if (!text.includes(value)) continue;
    count.leftover++;
    ofEntity.leftover++;
    if (checkDigit) count.leftoverWithCheckDigit++;
    if (declared) count.leftoverDeclared++;
  }
}
