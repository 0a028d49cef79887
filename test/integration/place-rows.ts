import type { StackState } from '../../deploy/local/stack-control.ts';
import { type BadRow, type ByteRecord, GOOD } from './bad-row.ts';
import { type Planted, plant } from './probe-records.ts';
import { produce } from './topics.ts';
import { writeByJava } from './write-by-java.ts';

/** A row's record with all that is known of it. */
export interface PlacedRow {
  readonly row: BadRow;
  readonly planted: Planted;
  readonly record: ByteRecord & { readonly partition: number };
  readonly offset: number;
}

/** The rows dealt out over the partitions, each between good records. */
export function placeRows(rows: readonly BadRow[], schemaId: number, partitions: number): PlacedRow[] {
  const placed: PlacedRow[] = [];
  const next: number[] = Array.from({ length: partitions }, () => 0);
  const add = (each: BadRow, partition: number) => {
    const planted = plant();
    placed.push({
      row: each,
      planted,
      record: { ...each.make(schemaId, planted), partition },
      offset: next[partition]!++,
    });
  };
  for (let partition = 0; partition < partitions; partition += 1) add(GOOD, partition);
  for (const [index, each] of rows.entries()) {
    add(each, index % partitions);
    add(GOOD, index % partitions);
  }
  return placed;
}

/** Writes the records in order. Java's client refuses times before 1970, kafkajs cannot write null headers. */
export async function writeRows(stack: StackState, topic: string, rows: readonly PlacedRow[]): Promise<void> {
  const isOld = ({ record }: PlacedRow) => Number(record.timestamp) < 0;
  const odd = rows.findIndex(isOld);
  const byJava = (some: readonly PlacedRow[]) =>
    writeByJava(
      stack,
      topic,
      some.map(({ record }) => record),
    );
  await byJava(rows.slice(0, odd));
  await produce(stack, topic, [rows[odd]!.record]);
  await byJava(rows.slice(odd + 1));
}

/** Headers as the quarantine keeps them: by name, values as bytes. */
export function headersOf({ record }: PlacedRow): Record<string, unknown> {
  const bytesOf = (value: unknown) => (value === null ? null : Buffer.from(value as string));
  const entries = Object.entries(record.headers ?? {}).map(([name, value]) => {
    return [name, Array.isArray(value) ? value.map(bytesOf) : bytesOf(value)];
  });
  return Object.fromEntries(entries);
}
