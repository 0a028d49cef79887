import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/evaluation/evaluation.ts';
import { type LabelledMessage, readLabelledMessages } from '../../src/evaluation/labelled-message.ts';
import { listDifferences } from '../../src/evaluation/list-differences.ts';
import type { FoundSpan } from '../../src/evaluation/score.ts';

/** A message from a text in which «LABEL|value» marks what is labelled. */
function labelled(marked: string, lang = 'pt'): LabelledMessage {
  let text = '';
  const spans: { start: number; end: number; label: string }[] = [];
  for (const part of marked.split(/(«[^»]*»)/u)) {
    const [, label, value] = /^«([^|]*)\|(.*)»$/u.exec(part) ?? [];
    if (label !== undefined && value !== undefined)
      spans.push({ start: text.length, end: text.length + value.length, label });
    text += value ?? part;
  }
  return { id: '', lang, text, spans, conversation: null, turn: 0 };
}

function score(messages: readonly LabelledMessage[], found: readonly FoundSpan[][]) {
  let clock = 0;
  return evaluate(
    messages,
    (message) => found[messages.indexOf(message)] ?? [],
    () => clock++,
  );
}

describe('the scores', () => {
  it('take labels and languages of any name', () => {
    const { messages } = readLabelledMessages(
      '\ufeff{"lang":"__proto__","text":"sou Ana","conversation":7,"spans":[{"start":4,"end":7,"label":"constructor"}]}\r\n',
    );
    expect(messages[0]?.conversation).toBe('7');
    const { byLabel, byLanguage } = score(messages, [[{ start: 4, end: 7, entity: 'PERSON' }]]);
    expect(Object.entries(byLabel)).toMatchObject([['constructor', { entityRecall: 1, typedRecall: 0 }]]);
    expect(Object.keys(byLanguage)).toEqual(['__proto__']);
  });

  it('count a span as found when each of its characters but blanks is covered', () => {
    const message = labelled('sou «NAME|Ana Lima»');
    const whole = score(
      [message],
      [
        [
          { start: 4, end: 7, entity: 'PERSON' },
          { start: 8, end: 12, entity: 'PERSON' },
        ],
      ],
    );
    expect(whole.overall).toMatchObject({ entityRecall: 1, typedRecall: 1, messagesLeaking: 0, spans: 1 });
    const part = score([message], [[{ start: 4, end: 11, entity: 'PERSON' }]]);
    expect(part.overall).toMatchObject({ entityRecall: 0, typedRecall: 0, messagesLeaking: 1, tokenPrecision: 1 });
  });

  it('do not mind the type, but tell how often it is right', () => {
    const { overall } = score([labelled('em «GEO|Bauru»')], [[{ start: 3, end: 8, entity: 'PERSON' }]]);
    expect(overall).toMatchObject({ entityRecall: 1, typedRecall: 0 });
  });

  it('take precision from the words that are redacted, whole or in part', () => {
    const message = labelled('cpf «NATIONAL_ID|529.982» ok');
    const { overall } = score([message], [[{ start: 0, end: 5, entity: 'CPF' }]]);
    // The words cpf and 529 are touched, and only one of them holds what is labelled.
    expect(overall).toMatchObject({ tokenPrecision: 0.5, redactedTokens: 2, entityRecall: 0 });
  });

  it('leave labels with a star out of every share', () => {
    const message = labelled('no «ORG*|Hospital Sul» hoje');
    const inside = score([message], [[{ start: 3, end: 15, entity: 'LOCATION' }]]);
    expect(inside.overall).toMatchObject({ spans: 0, tokenPrecision: null, phiFreeMessages: 1, phiFreeAltered: 0 });
    const outside = score([message], [[{ start: 16, end: 20, entity: 'DATE' }]]);
    expect(outside.overall).toMatchObject({ tokenPrecision: 0, phiFreeAltered: 1 });
  });

  it('part the counts by language and by label', () => {
    const messages = [labelled('oi «NAME|Ana»'), labelled('hi «NAME|Ann» «DATE|3/4»', 'en'), labelled('tudo bem')];
    const found: FoundSpan[][] = [
      [{ start: 3, end: 6, entity: 'PERSON' }],
      [],
      [{ start: 0, end: 4, entity: 'PERSON' }],
    ];
    const { byLanguage, byLabel, overall } = score(messages, found);
    expect(overall).toMatchObject({ messages: 3, spans: 3, phiFreeMessages: 1, phiFreeAltered: 1 });
    expect(byLanguage.pt).toMatchObject({ entityRecall: 1, tokenPrecision: 0.5, messages: 2 });
    expect(byLanguage.en).toMatchObject({ entityRecall: 0, messagesLeaking: 1, spans: 2 });
    expect(byLabel.NAME).toMatchObject({ entityRecall: 0.5, tokenPrecision: 0.5, spans: 2, phiFreeAltered: 1 });
    expect(byLabel.DATE).toMatchObject({ entityRecall: 0, tokenPrecision: null, phiFreeAltered: 0 });
  });
});

describe('the list of differences', () => {
  it('has what is left and what is wrong, by place and without text', () => {
    const message = { ...labelled('oi sou «NAME|Ana Lima» e o «ORG*|Hospital» moro em bauru hoje'), id: 'm1' };
    const found: FoundSpan[] = [
      { start: 0, end: 10, entity: 'PERSON' },
      { start: 20, end: 27, entity: 'LOCATION' },
      { start: 28, end: 41, entity: 'LOCATION' },
    ];
    expect(listDifferences(message, found)).toEqual([
      { id: 'm1', start: 0, end: 6, entity: 'PERSON', kind: 'wrong' },
      { id: 'm1', start: 7, end: 15, label: 'NAME', kind: 'left' },
      { id: 'm1', start: 29, end: 42, entity: 'LOCATION', kind: 'wrong' },
    ]);
  });

  it('is empty when all is found', () => {
    expect(listDifferences(labelled('oi «NAME|Ana»'), [{ start: 3, end: 6, entity: 'PERSON' }])).toEqual([]);
  });
});

describe('an evaluation file', () => {
  it('is brought into conversations by turn', () => {
    const line = (text: string, conversation?: string, turn?: number) =>
      JSON.stringify({ id: text, lang: 'en', text, spans: [], conversation, turn });
    const file = [line('b', 'one', 1), line('x', 'two', 0), line('a', 'one', 0), '', line('alone')].join('\n');
    const { messages, faults } = readLabelledMessages(file);
    expect(faults).toEqual([]);
    expect(messages.map(({ text }) => text)).toEqual(['a', 'b', 'x', 'alone']);
  });

  it('is refused when some of its lines lack spans, at these lines', () => {
    const file =
      '{"lang":"en","text":"hi"}\n{"lang":"en","text":"hi","spans":[]}\n{"lang":"en","text":"hi","spans":null}';
    const fault = expect.stringContaining('spans is missing, though other lines have it');
    expect(readLabelledMessages(file).faults).toEqual([
      { line: 1, fault },
      { line: 3, fault },
    ]);
  });

  it('may have further fields', () => {
    const line =
      '{"lang":"en","text":"hi","spans":[{"start":0,"end":1,"label":"NAME","orig":"A","text":"h"}],"sender":"x"}';
    const { messages, faults } = readLabelledMessages(line);
    expect(faults).toEqual([]);
    expect(messages[0]).toMatchObject({ id: 'line 1', spans: [{ start: 0, end: 1, label: 'NAME' }] });
  });

  it('may hold texts without labels, which are taken for free of protected data', () => {
    expect(readLabelledMessages('{"lang":"en","text":"hi"}').messages[0]).toMatchObject({ text: 'hi', spans: [] });
  });

  it.each([
    ['not valid JSON', '{'],
    ['not a JSON object', '3'],
    ['text is missing or no string', '{"lang":"pt","spans":[]}'],
    ['lang is missing or no string', '{"text":"a","spans":[]}'],
    ['spans is no list', '{"lang":"pt","text":"a","spans":{}}'],
    ['a span needs', '{"lang":"pt","text":"abc","spans":[{"start":2,"end":4,"label":"NAME"}]}'],
    ['a span needs', '{"lang":"pt","text":"abc","spans":[{"start":2,"end":2,"label":"NAME"}]}'],
    ['a span needs', '{"lang":"pt","text":"abc","spans":[{"start":0,"end":1}]}'],
    ['a field is unknown; did you mean spans?', '{"lang":"pt","text":"a","span":[]}'],
    ['a field is unknown; did you mean conversation?', '{"lang":"pt","text":"a","conversaton":"c"}'],
    [
      'a span has an unknown field; did you mean label?',
      '{"lang":"pt","text":"a","spans":[{"start":0,"end":1,"lable":"X"}]}',
    ],
    ['turn is no number', '{"lang":"pt","text":"a","spans":[],"turn":"x"}'],
    [
      'two spans are the same: 0 to 1',
      '{"lang":"pt","text":"a","spans":[{"start":0,"end":1,"label":"X"},{"start":0,"end":1,"label":"X"}]}',
    ],
  ])('tells the line and what is wrong: %s', (fault, line) => {
    const { faults } = readLabelledMessages(`\n${line}\n`);
    expect(faults).toEqual([{ line: 2, fault: expect.stringContaining(fault) }]);
  });
});
