import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createSubKeys } from '../../../src/core/treat/sub-keys.ts';
import { createTokenizer } from '../../../src/core/treat/token.ts';

const SECRET = Buffer.alloc(32, 7);
const KIBIBYTES_64 = 65_536;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heldMegabytes(work: () => unknown): number {
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = work();
  collect();
  const grown = process.memoryUsage().heapUsed - before;
  // What was made is still in use here.
  expect(kept).toBeDefined();
  return grown / 2 ** 20;
}

const longNames = (count: number) => Array.from({ length: count }, (_, at) => `${at}/`.padEnd(KIBIBYTES_64, 'x'));

describe('sub-keys', () => {
  it.each(['short', 'x'.repeat(512), 'x'.repeat(KIBIBYTES_64)])(
    'of a domain are the same however often it is asked',
    (domain) => {
      const [keys, others] = [createSubKeys(SECRET, 'k1'), createSubKeys(SECRET, 'k1')];
      const first = keys.of('field', 'tenant', domain);
      expect(keys.of('text', 'tenant', domain)).not.toEqual(first);
      expect(keys.of('field', 'other', domain)).not.toEqual(first);
      expect(keys.of('field', 'tenant', `${domain}y`)).not.toEqual(first);
      expect(keys.of('field', 'tenant', domain)).toEqual(first);
      expect(others.of('field', 'tenant', domain)).toEqual(first);
    },
  );

  it('keep no long names of conversations and tenants', () => {
    const held = heldMegabytes(() => {
      const keys = createSubKeys(SECRET, 'k1');
      for (const name of longNames(1_000)) {
        keys.of('field', 'tenant', `conversation/${name}`);
        keys.of('text', name, 'people');
      }
      return keys;
    });
    expect(held).toBeLessThan(10);
  });
});

describe('cached tokens', () => {
  it('keep no long names of conversations', () => {
    const held = heldMegabytes(() => {
      const tokenizer = createTokenizer({ version: 'k1', secret: SECRET }, { region: 'BR', cacheEntries: 10_000 });
      const [name = ''] = longNames(1);
      for (let person = 0; person < 1_000; person++)
        tokenizer.text('text', 'tenant', `conversation/${name}`, 'PERSON', `Nome ${person}`);
      return tokenizer;
    });
    expect(held).toBeLessThan(10);
  });
});
