import { describe, expect, it } from 'vitest';
import { mergePlanted } from './planted.ts';
import { makePool, type Template } from './record-pool.ts';

const versions = { versions: [11, 12], chatNext: 13, chatUncovered: 14, invoice: 15 };
const options = { seed: 42, versions, topic: 0, partition: 3, transactional: false };

/** Value bytes of a framed record; null of a tombstone. */
function valueIn({ frame: { bytes, valueAt } }: Template): Buffer | null {
  const length = bytes.readInt32BE(valueAt - 4);
  return length < 0 ? null : bytes.subarray(valueAt, valueAt + length);
}

describe.each(['chat', 'clinical'] as const)('records of %s', (kind) => {
  const pool = makePool({ ...options, kind });

  it('are the same for the same seed', () => {
    const again = makePool({ ...options, kind });
    const keysOf = (templates: readonly Template[]) => templates.map(({ key, idAt, isBad }) => ({ key, idAt, isBad }));
    expect(keysOf(again.ordinary)).toEqual(keysOf(pool.ordinary));
    expect(again.ordinary.map(({ planted }) => planted)).toEqual(pool.ordinary.map(({ planted }) => planted));
  });

  it('all have a place for the message id, and bad ones where it can be read', () => {
    for (const { idAt, isBad, frame } of [...pool.ordinary, ...pool.odd]) {
      expect(isBad).toBe(false);
      expect(frame.bytes.toString('latin1', idAt!, idAt! + 36)).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect(pool.bad.every(({ isBad }) => isBad)).toBe(true);
    expect(pool.bad.some(({ idAt }) => idAt !== null)).toBe(true);
    expect(pool.bad.length).toBeGreaterThan(10);
    expect(pool.odd.length).toBeGreaterThan(0);
  });

  it('carry the first version where the schema changes later, and no place for it elsewhere', () => {
    const versioned = pool.ordinary.filter(({ schemaIdAt }) => schemaIdAt !== null);
    expect(versioned.length).toBeGreaterThan(pool.ordinary.length / 2);
    for (const { frame, schemaIdAt } of versioned) expect(frame.bytes.readInt32BE(schemaIdAt!)).toBe(11);
    for (const template of [...pool.bad, ...pool.odd]) expect(template.schemaIdAt).toBeNull();
  });

  it('are small enough for a million of them', () => {
    const lengths = [...pool.ordinary, ...pool.bad].map((template) => valueIn(template)?.length ?? 0);
    expect(Math.max(...lengths)).toBeLessThan(10_000);
  });

  it('hold planted values in each form that the search must prove', () => {
    const forms = mergePlanted(pool.ordinary.flatMap(({ planted }) => planted)).flatMap((value) => value.forms);
    const wanted = ['utf8', 'bytes', 'base64', 'utf16le', 'utf16be', 'hex', ...(kind === 'chat' ? ['varint'] : [])];
    for (const form of wanted) expect(forms).toContain(form);
  });
});

it('merges the forms of a value that stands in several records', () => {
  const merged = mergePlanted([
    { needle: 'value', forms: ['utf8'] },
    { needle: 'value', forms: ['hex', 'utf8'] },
    { needle: 5n, forms: [] },
    { needle: Buffer.from('five!'), forms: ['bytes'] },
    { needle: Buffer.from('five!'), forms: [] },
  ]);
  expect(merged).toEqual([
    { needle: 'value', forms: ['utf8', 'hex'] },
    { needle: 5n, forms: [] },
    { needle: Buffer.from('five!'), forms: ['bytes'] },
  ]);
});
