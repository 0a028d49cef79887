import { describe, expect, it } from 'vitest';
import { weighRow, withoutRow } from '../../../src/commands/plan/weigh-row.ts';

const RECORD = '(recognizer record)';

describe('a row about the search in texts', () => {
  it.each([
    [RECORD, 'find MRN: 6 digits', null, 'weakened'],
    [RECORD, null, 'find MRN: 6 digits', 'strengthened'],
    [RECORD, 'find MRN: 6 to 8 digits', 'find MRN: 6 digits', 'weakened'],
    [RECORD, 'find MRN: 6 digits after one of a', 'find MRN: 6 digits after one of a, b', 'strengthened'],
    [RECORD, 'find MRN: 6 digits after one of a, b', 'find MRN: 6 digits after one of b', 'weakened'],
    [RECORD, 'find MRN: 6 digits after one of a', 'find MRN: 6 digits', 'strengthened'],
    [RECORD, 'find MRN: 6 digits', 'find MRN: 6 digits after one of a', 'weakened'],
    ['(allowed "Sara")', null, 'keep', 'weakened'],
    ['(allowed "Sara")', 'keep', null, 'strengthened'],
    ['(other languages)', null, 'detect as in all texts', 'weakened'],
    ['(other languages)', 'detect as in all texts', 'redact the whole text', 'strengthened'],
    ['(language)', null, 'pt in all texts', 'changed'],
    ['(language)', 'pt in all texts', 'fr in all texts', 'changed'],
    ['(tenant)', 'tenant, from a', 'tenant, from b', 'changed'],
  ])('%s: from %s to %s is %s', (path, before, after, weight) => {
    const without = withoutRow(path) ?? '';
    expect(weighRow(path, before ?? without, after ?? without)).toBe(weight);
  });

  it('is dropped without a row where it is a header, and unknown where it is a field', () => {
    expect(withoutRow('(header h)')).toBe('drop');
    expect(withoutRow('allowed')).toBeNull();
  });
});
