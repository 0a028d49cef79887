import { describe, expect, it } from 'vitest';
import { readDetectionRules } from '../../../src/core/policy/detection-rules.ts';

function read(declared: Record<string, unknown>) {
  const faults: string[] = [];
  const rules = readDetectionRules(declared, (path, fault) => {
    faults.push(`${path.join(' › ')}: ${fault}`);
    return null;
  });
  return { rules, faults };
}

const MRN = {
  entity: 'MRN',
  digits: [6, 8],
  cues: ['prontuário', 'registro do paciente'],
  match: ['prontuário «123456»', 'Registro do paciente nº «12.345.678»'],
  reject: ['tomei 123456', 'prontuário 12'],
};
const PROTOCOL = {
  entity: 'OTHER_ID',
  prefix: 'HSL',
  digits: 7,
  match: ['aberto o «HSL1234567»', 'é o «hsl-1234567»'],
  reject: ['hsl 12', 'XHSL1234567'],
};
const BADGE = {
  entity: 'OTHER_ID',
  pattern: '[A-Z]{2}/\\d{3}[A-Z]',
  cues: ['crachá'],
  match: ['crachá «AB/123C»', 'CRACHA: «ab/123c»'],
  reject: ['código AB/123C', 'crachá AB/123CD'],
};
const CHECKED = {
  entity: 'ACCOUNT',
  digits: 11,
  check: 'luhn',
  match: ['pago com «79927398713» ontem', 'é «799.273.987-13»'],
  reject: ['é 79927398714', 'é 7992739871'],
};

describe('recognizers of a policy', () => {
  it('are refused where their patterns are too costly together', () => {
    const long = { ...BADGE, pattern: '[A-Z]{2}/\\d{3}[A-Z]([a-z]{0,60}9)?' };
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`badge-${index}`, long]));
    expect(read({ recognizers: { badge: long } }).faults).toEqual([]);
    expect(read({ recognizers: many }).faults).toEqual([
      expect.stringMatching(/^recognizers: the patterns are too costly together: \d+ steps, 1000 at most/),
    ]);
  });

  it('are read with their examples run', () => {
    const { rules, faults } = read({ recognizers: { mrn: MRN, protocol: PROTOCOL, badge: BADGE, card: CHECKED } });
    expect(faults).toEqual([]);
    expect(rules.recognizers.map(({ name, entity, check }) => [name, entity, check])).toEqual([
      ['mrn', 'MRN', null],
      ['protocol', 'OTHER_ID', null],
      ['badge', 'OTHER_ID', null],
      ['card', 'ACCOUNT', 'luhn'],
    ]);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['an unknown word', { ...MRN, regex: 'a' }, /mrn › regex: unknown word; a recognizer knows/],
    ['a misspelt word', { ...MRN, cue: ['a'] }, /mrn › cue: unknown word; did you mean cues\? A recognizer knows/],
    ['no entity', { ...MRN, entity: 'MRNS' }, /entity: one of PERSON/],
    ['an unknown check', { ...MRN, check: 'luhn2' }, /check: one of luhn, mod11, mod97, verhoeff/],
    ['neither digits nor pattern', { ...MRN, digits: undefined }, /digits: a number of digits/],
    ['a range upside down', { ...MRN, digits: [8, 6] }, /digits: the smaller number comes first: \[6, 8\]$/],
    ['a range of no numbers', { ...MRN, digits: ['a', 6] }, /digits: a number of digits/],
    ['too many digits', { ...MRN, digits: 21 }, /digits: a number of digits/],
    ['digits alone', { ...MRN, cues: undefined }, /take every number of that length/],
    ['pattern beside digits', { ...MRN, pattern: 'a' }, /pattern stands without prefix and digits/],
    ['a prefix with digits', { ...PROTOCOL, prefix: 'H2' }, /prefix: one to ten letters/],
    ['a costly pattern', { ...BADGE, pattern: '[A-Z]{300}\\d' }, /too costly: \d+ steps, 200 at most/],
    ['no RE2 pattern', { ...BADGE, pattern: '(?=a)b' }, /no RE2 pattern/],
    ['a pattern that matches nothing at all', { ...BADGE, pattern: 'a*' }, /an empty text/],
    ['a cue that is no word', { ...MRN, cues: ['reg.'] }, /cues: a cue is of one to four words/],
    ['too few examples', { ...MRN, match: ['prontuário «123456»'] }, /match: at least 2 texts/],
    ['no counter-examples', { ...MRN, reject: undefined }, /^recognizers › mrn › reject: at least 2 texts[^\n]*$/],
    [
      'a part of a number at the end',
      { ...MRN, cues: ['zelo'], match: ['zelo «123456»', 'zelo «1234567»'], reject: ['zelo 12345', 'a'] },
      /reject › 0: too few digits after a cue/,
    ],
    ['a number for an example', { ...MRN, reject: ['a', 123456] }, /^\S+ › mrn › reject › 1: a text is needed; write/],
    ['an example without marks', { ...MRN, match: [...MRN.match, 'prontuário 123456'] }, /match › 2: mark what/],
    ['an example that is not found', { ...MRN, match: [...MRN.match, 'fone «123456»'] }, /match › 2: what is marked/],
    ['a counter-example that is found', { ...MRN, reject: [...MRN.reject, 'prontuário 123456'] }, /reject › 2: somet/],
  ])('are refused with %s', (_, declared, fault) => {
    const { rules, faults } = read({ recognizers: { mrn: declared } });
    expect(faults.join('\n')).toMatch(fault);
    expect(rules.recognizers).toEqual([]);
  });

  it('never quote an example in a fault', () => {
    const { faults } = read({ recognizers: { mrn: { ...MRN, match: ['fone «987654»', 'fone «987655»'] } } });
    expect(faults).toHaveLength(2);
    expect(faults.join('\n')).not.toContain('98765');
  });
});

describe('allowed texts', () => {
  it('are read', () => {
    const allow = ['0800 123 4567', 'Sara', 'agenda.hospital.example'];
    expect(read({ allow })).toMatchObject({ rules: { allow }, faults: [] });
  });

  it.each([
    [['...'], /allow › 0: it has neither letter nor digit/],
    [['a'.repeat(201)], /allow › 0: it has more than 200 characters/],
    [[800], /allow › 0: a text is needed; write numbers in quotes/],
    [['Sara', ''], /^allow › 1: the text is empty$/],
    [['A'], /^allow › 0: it is a single letter or digit$/],
    ['Sara', /allow: a list of texts/],
    [['Sara', '529.982.247-25'], /allow › 1: it reads as CPF, a person's number/],
    [['cpf 52998224726'], /allow › 0: it reads as CPF/],
  ])('are refused as %j', (allow, fault) => {
    expect(read({ allow }).faults.join('\n')).toMatch(fault);
  });
});

describe('the language of the texts', () => {
  it.each([
    [undefined, null],
    [{ const: 'pt-BR' }, { const: 'pt-BR' }],
    [{ field: 'sender.lang' }, { field: 'sender.lang' }],
  ])('is read from %j', (language, expected) => {
    expect(read({ language })).toMatchObject({ rules: { language: expected, otherLanguage: 'redact' }, faults: [] });
  });

  it.each([['pt'], [{ const: 'português' }], [{ field: 'a[]' }], [{ const: 'pt', field: 'a' }], [{}]])(
    'is refused as %j',
    (language) => {
      expect(read({ language }).faults).toHaveLength(1);
    },
  );

  it.each([
    [{ const: 'pt', field: 'a' }, 'language: either { const: … } or { field: … }, not both'],
    [{ const: 'portugues' }, 'language › const: a tag such as pt, pt-BR, en or es is needed'],
  ])('is refused as %j in words of its own', (language, fault) => {
    expect(read({ language }).faults).toEqual([fault]);
  });

  it('has two ways with other languages', () => {
    expect(read({ otherLanguage: 'detect' }).rules.otherLanguage).toBe('detect');
    expect(read({ otherLanguage: 'keep' }).faults).toEqual(['otherLanguage: redact or detect is needed']);
  });
});
