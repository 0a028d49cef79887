import { expect, it } from 'vitest';
import { createDetector } from '../../../../src/core/detect/detector.ts';
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

const detector = createDetector({ knowledge: readKnowledge() });

it.each([
  ["Baker's cyst behind the knee", []],
  ['cisto de Baker no joelho', []],
  ['mr Baker has a cyst', ['Baker']],
  ['Yasmin ou Diane 35?', []],
  ['minha filha Yasmin ou a Camila', ['Yasmin', 'Camila']],
  ['fala com a Yasmin', ['Yasmin']],
  ['escreva a contato@hospital.example', ['contato@hospital.example']],
])('names, and what is only called like one: %s', (text, expected) => {
  expect(detector.find(text, []).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
});
