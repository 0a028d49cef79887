import { describe, expect, it } from 'vitest';
import { createDetector } from '../../src/core/detect/detector.ts';
import { readKnowledge } from '../../src/knowledge-files.ts';
import { readPhrases } from './phrases.ts';

const PHRASES = readPhrases();

describe('phrases without protected data', () => {
  it('are at least 500', () => {
    expect(new Set(PHRASES).size).toBeGreaterThanOrEqual(500);
  });

  it('keep their meaning: at most one in a hundred is altered', () => {
    const detector = createDetector({ knowledge: readKnowledge() });
    const altered = PHRASES.filter((phrase) => detector.find(phrase, []).length > 0);
    expect(altered.length, altered.join('\n')).toBeLessThanOrEqual(PHRASES.length / 100);
  });
});
