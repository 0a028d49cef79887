import { describe, expect, it } from 'vitest';
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
