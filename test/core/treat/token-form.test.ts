import { describe, expect, it } from 'vitest';
import { ENTITY_TYPES } from '../../../src/core/entity.ts';
import { placeholder } from '../../../src/core/treat/redact.ts';
import { looksLikeToken, TOKEN_FORM } from '../../../src/core/treat/token-form.ts';

describe('looksLikeToken', () => {
  it.each([TOKEN_FORM.example, '[PERSON~k12~AAAAAAAAAAAAAAAA]', ...ENTITY_TYPES.map(placeholder)])(
    'knows %s',
    (text) => {
      expect(looksLikeToken(text)).toBe(true);
    },
  );

  it.each([
    '',
    '[',
    '[]',
    '[CPF',
    'CPF]',
    '[cpf]',
    '[FOO]',
    ' [CPF]',
    '[CPF] ',
    '[CPF~k3]',
    '[CPF~k3~MZXW6YTB4F2KQ7D]',
    '[CPF~k3~MZXW6YTB4F2KQ7D33]',
    '[CPF~k3~MZXW6YTB4F2KQ7D1]',
    '[CPF~k3~mzxw6ytb4f2kq7d3]',
    '[CPF~k0~MZXW6YTB4F2KQ7D3]',
    '[CPF~3~MZXW6YTB4F2KQ7D3]',
    '[CPF~k~MZXW6YTB4F2KQ7D3]',
    '[CPF~k3~MZXW6YTB4F2KQ7D3~]',
    '[CPF~k3~MZXW6YTB4F2KQ7D3][CPF]',
  ])('does not take "%s" for one', (text) => {
    expect(looksLikeToken(text)).toBe(false);
  });
});

describe('placeholder', () => {
  it('names the entity type in brackets', () => {
    expect(ENTITY_TYPES.map(placeholder)).toEqual(ENTITY_TYPES.map((entity) => `[${entity}]`));
  });
});
