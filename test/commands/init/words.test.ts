import { describe, expect, it } from 'vitest';
import { findGroups } from '../../../src/commands/init/find-group.ts';
import { splitName } from '../../../src/commands/init/split-name.ts';
import { WORD_GROUPS } from '../../../src/commands/init/word-groups.ts';

const groupOf = (name: string, context: readonly string[] = []) => {
  const [best] = findGroups(name, context);
  return best ? `${best.about ? 'about ' : ''}${best.group.name}` : null;
};

describe.each(WORD_GROUPS)('the words of $name', ({ name, matching, others, phrases }) => {
  it('have examples', () => {
    expect(matching.length).toBeGreaterThanOrEqual(5);
    expect(others.length).toBeGreaterThanOrEqual(5);
    expect(new Set(phrases).size).toBe(phrases.length);
  });

  it.each(matching)('are in %s', (example) => {
    expect(groupOf(example)).toBe(name);
  });

  it.each(others)('are not in %s', (example) => {
    expect(groupOf(example)).not.toBe(name);
  });
});

it.each([
  ['dt_nasc', 'dt nasc'],
  ['nrCPFTitular', 'nr cpf titular'],
  ['datanascimento', 'data nascimento'],
  ['nomeDaMae', 'nome mae'],
  ['cid10', 'cid 10'],
  ['eMail', 'e mail'],
  ['observacoes', 'observacao'],
  ['HTTPStatus', 'http status'],
  ['concept', 'concept'],
  ['de', 'de'],
  ['__x9', 'x 9'],
])('splits %s into words', (name, words) => {
  expect(splitName(name).join(' ')).toBe(words);
});

describe('a name that says little', () => {
  it.each([
    ['name', 'patient', 'person name'],
    ['name', 'hospital', 'thing name'],
    ['nome', 'medicamento', 'thing name'],
    ['name', 'patient hospital', 'person name'],
    ['id', 'patient', 'medical record'],
    ['id', 'hospital', 'organisation'],
    ['numero', 'telefone', 'phone'],
    ['numero', 'endereco', 'place'],
    ['numero', 'carteirinha', 'health plan'],
    ['codigo', 'procedimento', 'medical code'],
    ['value', 'email', 'email'],
    ['state', 'address', 'place'],
    ['estado', 'agendamento', 'state'],
    ['number', 'slot', 'code'],
  ])('%s means by what encloses it, %s: %s', (name, context, group) => {
    expect(groupOf(name, context.split(' '))).toBe(group);
  });

  it('does not look around when it says something itself', () => {
    expect(groupOf('email', ['hospital'])).toBe('email');
    expect(groupOf('status', ['phone'])).toBe('category');
  });
});

it.each([
  ['phone_type', 'about phone'],
  ['phone_number_type', 'about phone'],
  ['tipo_documento', 'about national id'],
  ['cpf_count', 'about cpf'],
  ['tipo_guia', 'category'],
  ['ticket_count', 'measure'],
  ['tipo_sanguineo', 'category'],
])('tells %s, which is about a thing, from the thing', (name, group) => {
  expect(groupOf(name)).toBe(group);
});
