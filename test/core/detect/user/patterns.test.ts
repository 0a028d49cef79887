import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../../src/core/detect/detector.ts';
import type { UserRecognizer } from '../../../../src/core/detect/user/user-recognizer.ts';
import { readKnowledge } from '../../../../src/knowledge-files.ts';

const BADGE: UserRecognizer = {
  name: 'badge',
  entity: 'BIOMETRIC',
  form: { pattern: '[a-z]{2}/\\d{3}[a-z]' },
  check: null,
  cues: ['crachá', 'numero do cracha'],
  examples: { match: [], reject: [] },
};
const detector = createDetector({ knowledge: readKnowledge(), recognizers: [BADGE] });
const found = (text: string) =>
  detector.find(text, []).flatMap(({ start, end, entity }) => (entity === 'BIOMETRIC' ? [text.slice(start, end)] : []));

describe('the pattern of a policy with a cue', () => {
  it.each([
    'crachá AB/123C',
    'CRACHA: ab/123c',
    'o número do crachá é AB/123C',
    'crachá [PERSON] [PERSON] [PERSON] [PERSON] [PERSON] AB/123C',
    'escrachá crachá xcrachá AB/123C',
  ])('is found: %s', (text) => {
    expect(found(text).map((one) => one.toUpperCase())).toContain('AB/123C');
  });

  it.each([
    'AB/123C crachá',
    'escrachá AB/123C',
    'cracháAB/123C',
    'crachá que eu perdi na semana passada quando fui ao posto AB/123C',
  ])('is not found without it, or too far behind it: %s', (text) => {
    expect(found(text)).not.toContain('AB/123C');
  });

  it('is announced over what is hidden, however long that was', () => {
    const known = [
      { entity: 'PERSON' as const, text: 'Maria Aparecida de Souza Albuquerque Nascimento', domain: null },
    ];
    const rules = createDetector({ knowledge: null, recognizers: [{ ...BADGE, form: { pattern: 'zz%[a-z]{3}' } }] });
    const text = `crachá da ${known[0]?.text}: zz%kqw`;
    expect(rules.find(text, known).map(({ end }) => end)).toContain(text.length);
    expect(rules.find(text, []).map(({ end }) => end)).not.toContain(text.length);
  });

  it('takes time that grows with the text, not with its square', () => {
    const text = 'ab/123c '.repeat(20_000);
    const before = process.cpuUsage();
    detector.find(text, []);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_000);
  });
});
