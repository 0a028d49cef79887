import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../src/core/detect/detector.ts';
import { redact } from './marked-text.ts';

const detector = createDetector({ knowledge: null });
const redacted = (text: string) => redact(text, detector.find(text, []));

describe('what is found once', () => {
  it.each([
    ['minha senha é girassol10 e entrei com girassol10', 'minha senha é [CREDENTIAL] e entrei com [CREDENTIAL]'],
    ['884013, digo, carteirinha 884013', '[HEALTH_PLAN], digo, carteirinha [HEALTH_PLAN]'],
    ['meu código 482913 (sim, 482913)', 'meu código [CREDENTIAL] (sim, [CREDENTIAL])'],
    [
      'x\u200by: carteirinha 884013 e a outra 884013😊',
      'x\u200by: carteirinha [HEALTH_PLAN] e a outra [HEALTH_PLAN]😊',
    ],
  ])('is found wherever it stands again: %s', (text, expected) => {
    expect(redacted(text)).toBe(expected);
  });

  it('is left where it is short or an ordinary word', () => {
    expect(redacted('pin 4821, sala 4821')).toBe('pin [CREDENTIAL], sala 4821');
  });

  it('is not taken out of placeholders', () => {
    expect(redacted('[HEALTH_PLAN] carteirinha 884013')).toBe('[HEALTH_PLAN] carteirinha [HEALTH_PLAN]');
  });

  it('is looked for in a long text without an end to it', () => {
    const text = Array.from({ length: 6000 }, (_, at) => `carteirinha ${100_000 + at} `).join('');
    const begun = performance.now();
    expect(detector.find(text, []).length).toBe(6000);
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});
