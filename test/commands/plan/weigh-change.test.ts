import { expect, it } from 'vitest';
import { type Weight, weighChange } from '../../../src/commands/plan/weigh-change.ts';
import { describeTreatment } from '../../../src/core/policy/describe-treatment.ts';
import { parseTreatment } from '../../../src/core/policy/treatment.ts';

/** As the coverage table writes it, so that the two cannot drift apart. */
function written(declared: unknown): string {
  const treatment = parseTreatment(declared, (fault) => {
    throw new Error(fault);
  });
  return describeTreatment(treatment!);
}

const date = (step: string) => ({ generalize: { DATE: step } });
const oneOf = (...texts: string[]) => ({ keep: { oneOf: texts } });

it.each<[unknown, unknown, Weight]>([
  ['drop', { redact: 'CPF' }, 'weakened'],
  [{ redact: 'CPF' }, { tokenize: 'CPF' }, 'weakened'],
  [{ tokenize: 'CPF' }, 'keep', 'weakened'],
  [{ tokenize: 'PERSON' }, 'detect', 'weakened'],
  ['detect', { keep: 'token' }, 'weakened'],
  [{ tokenize: 'CPF' }, { redact: 'CPF' }, 'strengthened'],
  [{ keep: 'uuid' }, { tokenize: 'OTHER_ID' }, 'strengthened'],
  [date('year'), date('month'), 'weakened'],
  [date('hour'), date('day'), 'strengthened'],
  [date('hour'), { generalize: { AGE: '90+' } }, 'changed'],
  [{ tokenize: 'CPF' }, { tokenize: 'CNS' }, 'changed'],
  [{ tokenize: 'CPF' }, { tokenize: { type: 'CPF', domain: 'x' } }, 'changed'],
  [{ redact: 'CPF' }, { redact: 'RG' }, 'changed'],
  ['detect', date('year'), 'changed'],
  [oneOf('a', 'b'), oneOf('a'), 'strengthened'],
  [oneOf('a', 'b'), oneOf('a', 'c'), 'weakened'],
  [oneOf('a, b'), oneOf('a', 'b'), 'weakened'],
  [oneOf('a', 'b'), oneOf('a, b'), 'weakened'],
  [oneOf('a, "b"', 'c'), oneOf('a, "b"'), 'strengthened'],
  [oneOf('a'), { keep: { pattern: '[a-z]', max: 1 } }, 'weakened'],
  [{ keep: 'uuid' }, { keep: 'token' }, 'weakened'],
  [{ keep: { pattern: '[a-z]', max: 1 } }, { keep: { pattern: '[a-z]', max: 2 } }, 'weakened'],
  ['keep', { keep: { from: 0, to: 9 } }, 'strengthened'],
  [{ keep: { from: 0, to: 9 } }, 'keep', 'weakened'],
  [{ keep: { from: 0, to: 9 } }, { keep: { from: 1, to: 9 } }, 'strengthened'],
  [{ keep: { from: 0, to: 9 } }, { keep: { from: 0, to: 10 } }, 'weakened'],
  ['detect', { detect: { CPF: 'tokenize' } }, 'weakened'],
  [{ detect: { CPF: 'tokenize' } }, 'detect', 'strengthened'],
  [{ detect: { DATE: { generalize: 'year' } } }, { detect: { DATE: { generalize: 'hour' } } }, 'weakened'],
  [{ detect: { '*': 'tokenize' } }, { detect: { '*': 'tokenize', CPF: 'redact' } }, 'strengthened'],
])('%j to %j is %s', (before, after, weight) => {
  expect(weighChange(written(before), written(after))).toBe(weight);
});

it.each<[string, string, Weight]>([
  ['UNCOVERED', 'keep', 'weakened'],
  ['UNCOVERED', 'redact CPF', 'weakened'],
  ['UNCOVERED', 'drop', 'changed'],
  ['keep', 'UNCOVERED', 'strengthened'],
  ['generalize to day', 'generalize to hour', 'weakened'],
  ['generalize to hour', 'generalize to year', 'strengthened'],
  ['generalize to year', 'keep', 'weakened'],
])('%s to %s is %s', (before, after, weight) => {
  expect(weighChange(before, after)).toBe(weight);
});

it('treatments are written without anything that a terminal would obey', () => {
  const obeyed = '\u001b[2K\r\u202e\u2028x';
  for (const declared of [
    oneOf(obeyed),
    { keep: { pattern: obeyed.replace('[', '\\['), max: 9 } },
    { tokenize: { type: 'CPF', domain: obeyed } },
  ]) {
    expect(written(declared)).toMatch(/^[\p{L}\p{N}\p{P}\p{S} ]+$/u);
  }
});
