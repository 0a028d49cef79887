import { describe, expect, it } from 'vitest';
import { RECORD_REASONS, type RecordReason } from '../../src/errors.ts';
import { createRecent, noteQuarantined, recentOf } from '../../src/worker/recent-quarantine.ts';

const MINUTE = 60_000;
const START = 28_333_333 * MINUTE;

const one = (reason: RecordReason, count: number, fieldPath: string | null = null, schemaId: number | null = null) =>
  new Map([[reason, { count, fieldPath, schemaId }]]);

describe('recent quarantines', () => {
  it('are counted by reason over 15 minutes, and forgotten after', () => {
    const recent = createRecent();
    expect(recentOf(recent, START)).toEqual([]);
    for (let minute = 0; minute < 40; minute += 1) {
      noteQuarantined(recent, one('uncovered_field', 1, 'a'), START + minute * MINUTE);
      noteQuarantined(recent, one('uncovered_field', 1, 'a'), START + minute * MINUTE + 59_999);
      const [entry] = recentOf(recent, START + minute * MINUTE + 59_999);
      expect(entry?.count).toBe(2 * Math.min(15, minute + 1));
    }
    const last = START + 39 * MINUTE;
    expect(recentOf(recent, last + 14 * MINUTE)).toMatchObject([{ count: 2 }]);
    expect(recentOf(recent, last + 15 * MINUTE)).toEqual([]);
  });

  it('name the last field and schema that were known, the newest reason first', () => {
    const recent = createRecent();
    noteQuarantined(recent, one('uncovered_field', 2, 'patient.phone', 7), START);
    noteQuarantined(recent, one('uncovered_field', 3), START + 1_000);
    noteQuarantined(recent, one('malformed_avro', 1), START + 2_000);
    expect(recentOf(recent, START + 3_000)).toEqual([
      { reason: 'malformed_avro', count: 1, fieldPath: null, schemaId: null, lastAt: START + 2_000 },
      { reason: 'uncovered_field', count: 5, fieldPath: 'patient.phone', schemaId: 7, lastAt: START + 1_000 },
    ]);
    noteQuarantined(recent, one('uncovered_field', 1), START + 20 * MINUTE);
    expect(recentOf(recent, START + 20 * MINUTE)).toMatchObject([{ count: 1, fieldPath: null, schemaId: null }]);
  });

  it('take one entry a reason and 15 counts each, however long the process runs', () => {
    const recent = createRecent();
    for (let minute = 0; minute < 2_000; minute += 1)
      for (const reason of RECORD_REASONS) noteQuarantined(recent, one(reason, 1), START + minute * MINUTE);
    expect(recent.size).toBe(RECORD_REASONS.length);
    for (const { counts, minutes } of recent.values()) expect([counts.length, minutes.length]).toEqual([15, 15]);
  });
});
