import { expect, it } from 'vitest';
import { controlFaults } from './judge-run.ts';
import type { RunScan } from './scan-run.ts';

const scan: RunScan = {
  plantedBytes: 0,
  hits: [],
  controls: {
    ...{ planted: 9, wanted: 4, found: 4, unreadable: [] },
    forms: { utf8: 1, varint: 1, base64: 1, utf16le: 1 },
  },
  bytes: { searched: 1, control: 1 },
  seconds: 1,
};
const counted = { sourceRepeated: 0, unwritten: 0 };
const withControls = (controls: Partial<RunScan['controls']>): RunScan => ({
  ...scan,
  controls: { ...scan.controls, ...controls },
});

it('trusts a run whose controls hold', () => {
  expect(controlFaults(scan, counted, 1)).toEqual([]);
});

it.each([
  ['no record', scan, counted, 0],
  ['twice or out of order', scan, { ...counted, sourceRepeated: 1 }, 1],
  ['gone from the sources', scan, { ...counted, unwritten: 1 }, 1],
  ['nothing was planted', withControls({ planted: 0 }), counted, 1],
  ['1 planted values were not found', withControls({ found: 3 }), counted, 1],
  ['as varint', withControls({ forms: { utf8: 1, base64: 1, utf16le: 1 } }), counted, 1],
  ['not found in a-sink', withControls({ unreadable: ['a-sink'] }), counted, 1],
] as const)('does not trust one with %s', (words, found, counts, records) => {
  expect(controlFaults(found, counts, records)).toEqual([expect.stringContaining(words)]);
});
