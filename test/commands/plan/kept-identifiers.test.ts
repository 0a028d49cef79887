import { describe, expect, it } from 'vitest';
import { keptIdentifiers } from '../../../src/commands/plan/kept-identifiers.ts';

const row = (path: string, treatment: string, type = 'string') => ({ path, type, treatment, sinkType: type, why: '' });
const PATTERN = 'keep pattern [a-z]+, at most 40 characters';

describe('the warning of a kept value whose name says that it identifies', () => {
  it.each([
    ['email', PATTERN, 'may be a EMAIL'],
    ['patient.cns', 'keep digits(15)', 'may be a CNS'],
    ['nome', PATTERN, 'may be a PERSON'],
    ['phones[]', 'keep token', 'may be a PHONE'],
    ['sender<a.b.Patient>.cpf', PATTERN, 'may be a CPF'],
    ['(header patient-phone)', PATTERN, 'may be a PHONE'],
    ['laudo', PATTERN, 'written by people'],
  ])('%s: %s', (path, treatment, expected) => {
    expect(keptIdentifiers([row(path, treatment)], [])).toEqual([
      expect.stringMatching(`^${path.replace(/[()[\]]/g, '.')}: .*${expected}`),
    ]);
  });

  it.each([
    ['email', 'redact EMAIL'],
    ['email', 'keep one of a, b'],
    ['laudo', 'detect (* redact)'],
    ['message_id', 'keep uuid'],
    ['email_type', PATTERN],
    ['currency', PATTERN],
    ['(key)', PATTERN],
  ])('is not given for %s: %s', (path, treatment) => {
    expect(keptIdentifiers([row(path, treatment)], [])).toEqual([]);
  });

  it('is given of numbers without a range only', () => {
    expect(keptIdentifiers([row('numero_afiliado', 'keep', 'long')], [])[0]).toContain('bound it');
    expect(keptIdentifiers([row('numero_afiliado', 'keep from 0 to 9', 'long')], [])).toEqual([]);
    expect(keptIdentifiers([row('numero_afiliado', 'keep', 'long')], ['p:1: numero_afiliado: said'])).toEqual([]);
  });
});
