import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commit, createConversationMemory, discard, stage } from '../../src/core/conversation-memory.ts';
import { joinSpans } from '../../src/core/detect/join-spans.ts';
import { createValueRecall } from '../../src/core/detect/recall-values.ts';
import { remember } from '../../src/core/detect/remembered-value.ts';
import { createTalk, introductionDetector } from './talk.ts';

const NAME = 'Jucilene Aparecida de Souza';

describe('a value of a field', () => {
  it.each([
    ['the whole name', 'fala com JUCILENE APARECIDA DE SOUZA', 'fala com TOKEN'],
    ['the first name alone', 'a jucilene veio', 'a TOKEN veio'],
    ['the last name alone', 'a dona Souza veio', 'a dona TOKEN veio'],
  ])('is found in a later text of the conversation by %s, with the token of the field', (_, text, expected) => {
    const { send, tokenOf } = createTalk();
    const { name } = send({ name: NAME });
    expect(name).toBe(tokenOf('PERSON', 'field', 'conversation/conversation-1', NAME));
    expect(send({ text }).text.replace(name!, 'TOKEN')).toBe(expected);
  });

  it('is found by a part of four letters, accents and case folded, unless that is an ordinary word', () => {
    const { send } = createTalk();
    send({ name: 'Cauã Rosa' });
    const { text } = send({ text: 'o CAUA comprou uma rosa' });
    expect(text).toMatch(/^o \[PERSON~k1~[A-Z2-7]{16}\] comprou uma rosa$/);
  });

  it('is a CPF that has the token of the field in later texts, and one that somebody typed has not', () => {
    const { send, tokenOf } = createTalk();
    send({ cpf: '52998224725', text: 'meu outro cpf é 111.444.777-35' });
    const field = tokenOf('CPF', 'field', 'CPF', '52998224725');
    const typed = tokenOf('CPF', 'text', 'CPF', '11144477735');
    expect(send({ text: '529.982.247-25 e 11144477735' }).text).toBe(`${field} e ${typed}`);
  });

  it('that was typed before it came in a field has the token of the field from then on', () => {
    const { send, tokenOf } = createTalk();
    send({ text: 'cpf 529.982.247-25' });
    send({ cpf: '529.982.247-25' });
    expect(send({ text: 'cpf 529.982.247-25' }).text).toBe(`cpf ${tokenOf('CPF', 'field', 'CPF', '52998224725')}`);
  });
});

describe('what was found in a text', () => {
  it('is found again where nothing announces it, with the token of a text', () => {
    const { send, tokenOf } = createTalk();
    const token = tokenOf('PERSON', 'text', 'conversation/conversation-1', 'Jucilene');
    expect(send({ text: 'sou Jucilene Prado' }).text).toMatch(/^sou \[PERSON~/);
    expect(send({ text: 'a Jucilene ligou' }).text).toBe(`a ${token} ligou`);
    send({ text: 'prontuário 483920' });
    expect(send({ text: '48.39.20' }).text).toBe('[MRN]');
    expect(createTalk().send({ text: '48.39.20' }).text).toBe('48.39.20');
  });

  it('is no ordinary word, whatever it was taken for', () => {
    const { send } = createTalk();
    expect(send({ text: 'sou paciente antigo' }).text).toMatch(/^sou \[PERSON~/);
    expect(send({ text: 'o paciente chegou' }).text).toBe('o paciente chegou');
  });
});

describe('a conversation', () => {
  it.each([
    ['another conversation', { talk: 'conversation-2' }],
    ['the same conversation of another tenant', { tenant: 'other' }],
  ])('knows nothing of %s', (_, other) => {
    const { send } = createTalk();
    send({ name: NAME, text: 'protocolo 202412345678' });
    expect(send({ ...other, text: 'a jucilene' }).text).toBe('a jucilene');
    expect(send({ text: 'a jucilene' }).text).not.toBe('a jucilene');
  });

  it('is not that of a tenant and a conversation that join alike', () => {
    const { send } = createTalk();
    send({ tenant: 'coop', talk: 'team/conversation', name: NAME });
    expect(send({ tenant: 'coop/team', talk: 'conversation', text: 'a jucilene' }).text).toBe('a jucilene');
  });

  it.each([
    ['', false],
    ['1234567', false],
    ['12345678', true],
    ['x'.repeat(256), true],
    ['x'.repeat(257), false],
  ])('named %j is remembered: %j', (talk, isRemembered) => {
    const { send, memory } = createTalk();
    send({ talk, name: NAME });
    expect(send({ talk, text: 'a jucilene' }).text === 'a jucilene').toBe(!isRemembered);
    expect(memory!.staged.size).toBe(isRemembered ? 1 : 0);
  });

  it('is not named in memory', () => {
    const { send, memory } = createTalk();
    send({ name: NAME });
    expect([...memory!.staged.keys()]).toEqual([expect.stringMatching(/^.{12}$/s)]);
    expect([...memory!.staged.keys()][0]).not.toContain('conversation');
  });

  it('is forgotten with the batch that was aborted, and kept when it was committed', () => {
    const { send, memory } = createTalk();
    send({ name: NAME });
    discard(memory!);
    expect(send({ text: 'a jucilene' }).text).toBe('a jucilene');
    send({ name: NAME });
    commit(memory!);
    discard(memory!);
    expect(send({ text: 'a jucilene' }).text).not.toBe('a jucilene');
  });

  it('learns nothing from a record that goes to the quarantine', () => {
    const { send } = createTalk();
    expect(send({ tenant: 'not a token!', name: NAME }).reason).toBe('unexpected_shape');
    expect(send({ text: 'a jucilene' }).text).toBe('a jucilene');
  });

  it('without a memory learns nothing', () => {
    const { send } = createTalk(null);
    send({ name: NAME });
    expect(send({ text: 'a jucilene' }).text).toBe('a jucilene');
  });

  it('hands the turn of the last message on: a question is a cue for the answer', () => {
    const { send } = createTalk();
    const answer = { text: '87654321' };
    const asked = createTalk();
    asked.send({ text: 'Qual o número da sua carteirinha?', subject: 'chat' });
    asked.send({ name: 'Jucilene Prado' });
    expect([asked.send(answer).text, send(answer).text]).toEqual(['[HEALTH_PLAN]', '[OTHER_ID]']);
  });

  it('hands on the turn of the message, not of a shorter text beside it', () => {
    const { send } = createTalk();
    send({ subject: 'Qual o número da sua carteirinha?', text: 'app 1.2' });
    expect(send({ text: '87654321' }).text).toBe('[HEALTH_PLAN]');
  });

  it('is told from the one before it', () => {
    const { send } = createTalk();
    send({ name: NAME });
    send({ talk: 'conversation-2', name: 'Edmilson Prates' });
    const text = 'jucilene e edmilson';
    expect(send({ text }).text).toMatch(/^\[.*\] e edmilson$/);
    expect(send({ talk: 'conversation-2', text }).text).toMatch(/^jucilene e \[.*\]$/);
  });

  it('counts what only the memory knew', () => {
    const { send, state } = createTalk();
    send({ name: NAME, text: 'sou a jucilene' });
    expect(state.counts.recalled).toBe(0);
    send({ text: 'a jucilene e a souza' });
    expect(state.counts.recalled).toBe(2);
  });

  it('is not the guard’s business', () => {
    const { send, state } = createTalk();
    send({ name: NAME });
    send({ cpf: '11144477735' });
    expect(state.known.map(({ text }) => text)).toEqual(['', '11144477735']);
  });

  it('never stops a record, however costly its values are made', () => {
    const memory = createConversationMemory({ conversations: 10, bytes: 1e7 });
    const { send, state } = createTalk(memory);
    send({ name: 'Bruno Reis' });
    const key = state.conversation.key;
    const costly = Array.from({ length: 64 }, (_, place) => ({
      entity: 'PERSON' as const,
      text: `${'Maria '.repeat(25)}${place} x`,
      domain: null,
    }));
    stage(memory, key, costly, null);
    const text = send({ name: 'Jucilene Prado', text: `${'maria '.repeat(10_000)}jucilene` }).text;
    expect(text).toMatch(/\[PERSON~k1~[A-Z2-7]{16}\]$/);
  });
});

describe('memory', () => {
  it('only adds: what is covered without it is covered with it', () => {
    const detector = introductionDetector();
    const recall = createValueRecall();
    const word = fc.constantFrom(
      ...'jucilene souza maria sou cpf tel de 529.982.247-25 11 98765-4321 2024 dia 12/03 ok , . é'.split(' '),
    );
    const name = fc.stringMatching(/^(Jucilene|Maria|Souza|Caio|ok|tel)( (Souza|Prado|de|12)){0,2}$/);
    const digits = fc.stringMatching(/^(529|98765|2024|11)[ .-]?(982|4321|1234)[ .-]?[0-9]{0,5}$/);
    const known = fc.record({
      entity: fc.constantFrom('PERSON' as const, 'CPF' as const, 'PHONE' as const, 'OTHER_ID' as const),
      text: fc.oneof(name, digits),
      domain: fc.constant(null),
    });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.array(known, { maxLength: 6 }), (words, values) => {
        const text = words.join(' ');
        const without = detector.find(text, []);
        recall.begin(values.map(remember), null);
        const spans = joinSpans(without, recall.find(text, []), 0, []);
        for (const [place, span] of spans.entries())
          expect(span.start).toBeGreaterThanOrEqual(spans[place - 1]?.end ?? 0);
        const covered = (at: number) => spans.some(({ start, end }) => start <= at && at < end);
        for (const { start, end } of without)
          for (let at = start; at < end; at++) expect(covered(at), JSON.stringify({ text, values })).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});
