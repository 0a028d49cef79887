import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../../src/core/treat/token.ts';
import { CHAT, CLINICAL, chatMessage, clinicalMessage, PERSON, PLAN_CARD } from './join-records.ts';
import { runScenario, type Scenario, TEST_KEY } from './run-scenario.ts';

/** A third topic of the same cooperative, with the places that the examples lack: map keys, bytes, and fixed. */
const CLAIMS = {
  schema: {
    type: 'record',
    name: 'Claims',
    namespace: 't',
    fields: [
      { name: 'by_cpf', type: { type: 'map', values: 'int' } },
      { name: 'raw', type: ['null', 'string', 'long', 'bytes', { type: 'fixed', name: 'Cpf', size: 11 }] },
    ],
  },
  policy: `
policy: claims
record: t.Claims
profile: lgpd
tenant: { const: coop-001 }
key: { as: none }
fields:
  by_cpf{key}: { tokenize: CPF }
  by_cpf{value}: keep
  raw: { tokenize: CPF }
`,
};

function chatFrom(cpf: number, text: string, more: Parameters<typeof chatMessage>[2] & { header?: string } = {}) {
  const headers = more.header === undefined ? {} : { 'patient-cpf': more.header };
  return forwarded({ ...CHAT, given: { record: chatMessage(cpf, text, more), key: 'conversation-1', headers } });
}

function clinicalFrom(cpf: string, key: string, text: string) {
  return forwarded({ ...CLINICAL, given: { record: clinicalMessage(cpf, text), key } });
}

function claimsOf(by_cpf: object, raw: unknown) {
  return forwarded({ ...CLAIMS, given: { record: { by_cpf, raw } } });
}

function forwarded(scenario: Scenario) {
  const { outcome, record } = runScenario(scenario);
  if (outcome.kind !== 'forward') throw new Error(`${outcome.reason} ${outcome.fieldPath}`);
  const written = JSON.stringify({ record, ...outcome.record.headers, key: outcome.record.key?.toString() });
  const tokens = [...written.matchAll(/\[CPF~k1~[A-Z2-7]{16}\]/g)].map(([token]) => token);
  return { tokens, written };
}

const tokenizer = createTokenizer(TEST_KEY, { region: 'BR', cacheEntries: 0 });
const fieldToken = (cpf: string, tenant = 'coop-001') => tokenizer.text('field', tenant, 'CPF', 'CPF', cpf);

describe.each([
  ['52998224725', '529.982.247-25'],
  ['00000000191', '000.000.001-91'],
  ['01234567890', '012.345.678-90'],
])('the patient with the CPF %s', (digits, masked) => {
  const token = fieldToken(digits);

  it('has one token as number, header and text of a chat message', () => {
    const text = `meu cpf é ${masked}, ou ${digits}`;
    expect(chatFrom(Number(digits), text, { header: masked }).tokens).toEqual(Array(4).fill(token));
    expect(chatFrom(Number(digits), '', { header: digits }).tokens).toEqual([token, token]);
  });

  it('has the same token as text, key and free text of a clinical message', () => {
    expect(clinicalFrom(masked, digits, `CPF ${digits}`).tokens).toEqual([token, token, token]);
    expect(clinicalFrom(digits, masked, `CPF ${masked}`).tokens).toEqual([token, token, token]);
    expect(clinicalFrom(` ${digits} `, digits, 'oi').tokens).toEqual([token, token]);
  });

  it('has the same token as map key, and as string, long, bytes and fixed of a union', () => {
    const sources = [{ string: masked }, { long: Number(digits) }, { bytes: digits }, { 't.Cpf': digits }];
    for (const raw of sources) expect(claimsOf({ [masked]: 1 }, raw).tokens).toEqual([token, token]);
    expect(claimsOf({ [digits]: 1, [masked]: 2 }, null).written).toContain(`{"${token}":1,"${token}#2":2}`);
  });

  it('has it as a dependant too', () => {
    const dependants = [
      { ...PERSON, plan_card: PLAN_CARD, name: 'Rui Lima Souza', cpf: Number(digits), dependants: [] },
    ];
    const { tokens } = chatFrom(11144477735, `o cpf do meu filho é ${masked}`, { dependants });
    expect(tokens.filter((each) => each === token)).toHaveLength(2);
    expect(new Set(tokens)).toEqual(new Set([token, fieldToken('11144477735')]));
  });

  it('has another token in another cooperative', () => {
    const { tokens } = chatFrom(Number(digits), masked, { tenant: 'coop-002' });
    expect(new Set(tokens)).toEqual(new Set([fieldToken(digits, 'coop-002')]));
    expect(tokens).not.toContain(token);
  });

  it('is not told by a stranger who types that CPF: the token of the text joins nothing', () => {
    const stranger = fieldToken('11144477735');
    const inChat = chatFrom(11144477735, `consulta para ${masked}`).tokens;
    const inClinic = clinicalFrom('111.444.777-35', '11144477735', `o cpf ${digits}`).tokens;
    const typed = [...inChat, ...inClinic].filter((each) => each !== stranger);
    expect(typed).toHaveLength(2);
    expect(new Set(typed)).toEqual(new Set([tokenizer.text('text', 'coop-001', 'CPF', 'CPF', digits)]));
    expect(typed).not.toContain(token);
  });

  it('leaves no digits of the CPF anywhere', () => {
    const written = [
      chatFrom(Number(digits), `${masked} ${digits}`, { header: masked }).written,
      clinicalFrom(masked, digits, digits).written,
      claimsOf({ [masked]: 1 }, { long: Number(digits) }).written,
    ].join();
    for (const form of [digits, masked, String(Number(digits))]) expect(written.includes(form)).toBe(false);
  });
});
