import { expect, it } from 'vitest';
import { isRemedy } from '../../../../src/core/detect/names/remedy.ts';
import { createSequence, readSequence } from '../../../../src/core/detect/names/sequence.ts';
import { createTextView, readText } from '../../../../src/core/text/text-view.ts';
import { createTokens, readTokens } from '../../../../src/core/text/tokens.ts';
import { readKnowledge } from '../../../../src/knowledge-files.ts';

const view = createTextView();
const tokens = createTokens();
const sequence = createSequence();

it.each([
  ['she takes Yaz', true],
  ['Mirena', true],
  ['dr Yaz', false],
  ['she is Maria', false],
  ['dose 25', false],
])('a remedy that nothing introduces as a person: %s', (text, expected) => {
  readText(view, text);
  readTokens(view, tokens);
  readSequence(sequence, view, tokens, false);
  const last = sequence.count - 1;
  expect(isRemedy(sequence, readKnowledge().lists, last, last)).toBe(expected);
});
