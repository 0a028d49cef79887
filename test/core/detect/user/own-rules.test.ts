import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../../src/core/detect/detector.ts';
import type { UserRecognizer } from '../../../../src/core/detect/user/user-recognizer.ts';
import { readKnowledge } from '../../../../src/knowledge-files.ts';

const declared = (name: string, form: UserRecognizer['form'], cues: readonly string[]): UserRecognizer => ({
  name,
  entity: name === 'record' ? 'MRN' : name === 'badge' ? 'DEVICE' : 'ACCOUNT',
  form,
  check: null,
  cues,
  examples: { match: [], reject: [] },
});

const detector = createDetector({
  knowledge: readKnowledge(),
  recognizers: [
    declared('record', { pattern: 'PU[0-9]{3}[A-Z]' }, []),
    declared('badge', { prefix: 'XQ', fewest: 6, most: 8 }, []),
    declared('account', { prefix: '', fewest: 6, most: 11 }, ['prontuário']),
  ],
});

function found(text: string): readonly string[] {
  return detector.find(text, []).map(({ start, end, entity }) => `${entity} ${text.slice(start, end)}`);
}

describe('what a policy declares', () => {
  it('keeps its type and its range at the end of a sentence and after a number sign', () => {
    for (const text of ['o PU774K', 'o PU774K.', '#PU774K', 'código #PU774K.', 'protocolo PU774K!']) {
      expect(found(text)).toEqual(['MRN PU774K']);
    }
    for (const text of ['o XQ448812.', '#XQ448812', 'rg XQ448812']) expect(found(text)).toEqual(['DEVICE XQ448812']);
  });

  it('wins over what passes a check when its own cue announces it', () => {
    expect(found('prontuário 52998224725.')).toEqual(['ACCOUNT 52998224725']);
    expect(found('prontuário e cpf 52998224725')).toEqual(['CPF 52998224725']);
  });
});

describe('a known value', () => {
  it('is itself where the text adds a sign or a full stop', () => {
    const known = [{ entity: 'HEALTH_PLAN', text: '88231177', domain: null }] as const;
    for (const text of ['#88231177', 'pedido #88231177.', 'cep 88231177']) {
      expect(detector.find(text, known)).toMatchObject([{ entity: 'HEALTH_PLAN', known: 0 }]);
    }
  });
});
