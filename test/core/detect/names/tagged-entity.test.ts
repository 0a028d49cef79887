import { describe, expect, it } from 'vitest';
import { isClinicalCode, isMeasured } from '../../../../src/core/detect/names/clinical-code.ts';
import { TAGGED } from '../../../../src/core/detect/names/labels.ts';
import { createSequence, readSequence } from '../../../../src/core/detect/names/sequence.ts';
import { entityOf } from '../../../../src/core/detect/names/tagged-entity.ts';
import { createTextView, readText } from '../../../../src/core/text/text-view.ts';
import { createTokens, readTokens } from '../../../../src/core/text/tokens.ts';

const view = createTextView();
const tokens = createTokens();
const sequence = createSequence();

function typed(type: string, text: string): string {
  readText(view, text);
  readTokens(view, tokens);
  readSequence(sequence, view, tokens, false);
  return entityOf(
    TAGGED.findIndex(({ name }) => name === type),
    sequence,
    view,
    0,
    sequence.count - 1,
  );
}

describe('the entity type of what the tagger found', () => {
  it.each([
    ['NAME', 'João', 'PERSON'],
    ['GEO', 'rua 7', 'LOCATION'],
    ['DATE', 'dia 19', 'DATE'],
    ['ID', '94', 'AGE'],
    ['ID', 'ninety four', 'AGE'],
    ['ID', '12', 'OTHER_ID'],
    ['ID', '777', 'OTHER_ID'],
    ['ID', 'nove oito sete meia', 'PHONE'],
    ['ID', '98765 43 21', 'PHONE'],
    ['ID', '12345678', 'OTHER_ID'],
    ['ID', 'AB-1234', 'OTHER_ID'],
    ['ID', 'maria@casa', 'EMAIL'],
    ['ID', '@maria', 'OTHER_ID'],
  ])('%s %s is %s', (type, text, entity) => expect(typed(type, text)).toBe(entity));
});

describe('a code of a disease or procedure', () => {
  function isCode(text: string, first: number): boolean {
    readText(view, text);
    readTokens(view, tokens);
    readSequence(sequence, view, tokens, false);
    return isClinicalCode(sequence, view, first, sequence.count - 1);
  }

  it.each([
    ['M54.5', 0],
    ['e11', 0],
    ['G4P3A1', 0],
    ['CID 10 F321', 2],
    ['CPT 99213', 1],
    ['código do procedimento 40304361', 3],
  ])('is none of a person: %s', (text, first) => expect(isCode(text, first)).toBe(true));

  it.each([
    ['AB-1234', 0],
    ['M545', 0],
    ['G4T3', 0],
    ['protocolo 40304361', 1],
    ['A12.B', 0],
  ])('is not what looks otherwise: %s', (text, first) => expect(isCode(text, first)).toBe(false));
});

describe('numbers of what is counted', () => {
  it.each([
    ['10-14 business days', 1, true],
    ['6-8 weeks', 1, true],
    ['15 dias', 0, true],
    ['12/3 at nine', 1, false],
    ['march 12 weeks', 1, false],
  ])('%s', (text, last, expected) => {
    readText(view, text);
    readTokens(view, tokens);
    readSequence(sequence, view, tokens, false);
    expect(isMeasured(sequence, 0, last)).toBe(expected);
  });
});
