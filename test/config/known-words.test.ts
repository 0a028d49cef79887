import { describe, expect, it } from 'vitest';
import { knownWords } from '../../src/config/known-words.ts';

describe('the words of sigilo.yaml', () => {
  it.each<[(string | number)[], string[]]>([
    [[], ['kafka', 'registry', 'routes']],
    [
      ['kafka', 'sasl'],
      ['mechanism', 'passwordFile'],
    ],
    [['http'], ['adminPort', 'port']],
    [['limits'], ['textBytes']],
    [
      ['routes', 3],
      ['source', 'sink', 'quarantine', 'policies'],
    ],
  ])('at %j', (path, expected) => expect(knownWords(path)).toEqual(expect.arrayContaining(expected)));

  it.each([[['kafka', 'brokers', 0]], [['nowhere']], [['routes', 'name']], [['region', 'x', 'y']]])(
    'are none at %j',
    (path) => expect(knownWords(path)).toEqual([]),
  );
});
