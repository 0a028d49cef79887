import { describe, expect, it } from 'vitest';
import { parseFieldPath, stepKey } from '../../../src/core/policy/field-path.ts';

describe('field paths', () => {
  it.each([
    ['text', ['.text']],
    ['patient.address.city', ['.patient', '.address', '.city']],
    ['phones[]', ['.phones', '[]']],
    ['matrix[][]', ['.matrix', '[]', '[]']],
    ['metadata{key}', ['.metadata', '{key}']],
    ['metadata{value}.name', ['.metadata', '{value}', '.name']],
    ['sender<br.sigilo.chat.Clinician>.crm', ['.sender', '<br.sigilo.chat.Clinician>', '.crm']],
    ['contact<string>', ['.contact', '<string>']],
  ])('reads %s', (text, keys) => {
    const steps = parseFieldPath(text);
    expect(typeof steps === 'string' ? steps : steps.map(stepKey)).toEqual(keys);
  });

  it.each(['', '.', 'a.', '.a', 'a..b', 'a[0]', 'a{keys}', 'a<>', 'a<x y>', 'a b', '1a', 'a[].', '[]', 'á'])(
    'refuses %j and says where',
    (text) => {
      expect(parseFieldPath(text)).toMatch(/^path /);
    },
  );
});
