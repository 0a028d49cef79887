import { randomUUID } from 'node:crypto';
import type { IHeaders } from 'kafkajs';

/** The person whom the attacker is after; a CPF that no other record holds in a field. */
export const VICTIM = {
  name: 'Valdirene Bracamonte Quental',
  cpf: '52998224725',
  conversation: 'wa-5511987654321-000001',
  tenant: 'coop-001',
} as const;

/** A message of the example schema, as its encoder takes it. */
export type ChatObject = Record<string, unknown>;

/** One record that somebody writes who may write to the raw topic. */
export interface AttackRow {
  readonly name: string;
  /** `either`: the guard may block this record alone. */
  readonly expected: 'forward' | 'either' | 'leak_blocked' | 'unexpected_shape' | 'limit_exceeded';
  readonly object: ChatObject;
  readonly key?: Buffer;
  readonly headers?: IHeaders;
  readonly timestamp?: string;
}

const ATTACKER = 'wa-5521912345678-999999';

/** A patient of the example schema. */
export function patient(more: object = {}): { readonly [branch: string]: object } {
  const standing = {
    name: 'Ozenir Bravatelli',
    cpf: 11144477735,
    cns: null,
    plan_card: '00640001234567895',
    birth_date: 4_000,
  };
  return { 'br.sigilo.chat.Patient': { ...standing, phones: [], email: null, address: null, dependants: [], ...more } };
}

/** An ordinary message of the attacker's own conversation, some fields replaced. */
export function message(more: ChatObject = {}): ChatObject {
  return {
    ...{
      message_id: randomUUID(),
      conversation_id: ATTACKER,
      cooperative_id: VICTIM.tenant,
      sent_at: 1_795_339_778_300,
    },
    ...{
      channel: 'WHATSAPP',
      sender: patient(),
      text: 'bom dia',
      attachments: [],
      client: null,
      urgent: false,
      metadata: {},
    },
    ...more,
  };
}

/** A message of the victim, or of the attacker under the victim's conversation. */
export const ofVictim = (text: string): ChatObject =>
  message({
    conversation_id: VICTIM.conversation,
    sender: patient({ name: VICTIM.name, cpf: Number(VICTIM.cpf) }),
    text,
  });

const row = (
  name: string,
  expected: AttackRow['expected'],
  object: ChatObject,
  more: Omit<AttackRow, 'name' | 'expected' | 'object'> = {},
): AttackRow => ({ name, expected, object, ...more });

const CPF = VICTIM.cpf;
const WRITTEN = '529.982.247-25';
const attachment = {
  url: `https://x.example.com/${CPF}`,
  mime: 'image/png',
  sha256: Buffer.alloc(32, CPF),
  thumbnail: null,
};
const attendant = { employee_id: CPF, name: WRITTEN, team: 'BILLING' };

/** The victim's CPF wherever somebody can type it who does not write the field of a CPF. */
export const TYPED_ROWS: readonly AttackRow[] = [
  row('in a text', 'forward', message({ text: `meu cpf e ${WRITTEN}` })),
  row('in a text, as digits', 'forward', message({ text: `cpf ${CPF} ok` })),
  row(
    'in a text of the bot',
    'forward',
    message({ text: WRITTEN, sender: { 'br.sigilo.chat.Bot': { bot_name: 'lia', version: 1, session_secret: null } } }),
  ),
  row('in a note', 'forward', message({ metadata: { note: `cpf ${WRITTEN}` } })),
  row('as a name', 'forward', message({ sender: patient({ name: CPF }), text: `sou ${CPF}` })),
  row('as a card', 'forward', message({ sender: patient({ plan_card: CPF }), text: `carteira ${CPF}` })),
  row('as a phone', 'forward', message({ sender: patient({ phones: [CPF] }), text: `fone ${CPF}` })),
  row(
    'as a name of an attendant',
    'forward',
    message({ sender: { 'br.sigilo.chat.Attendant': attendant }, text: CPF }),
  ),
  row('as a conversation, and its key', 'forward', message({ conversation_id: CPF, text: WRITTEN }), {
    key: Buffer.from(CPF),
  }),
  row('in an address of a file, and its digest', 'forward', message({ attachments: [attachment] })),
  row('in headers that are not listed', 'forward', message(), {
    headers: { 'Patient-CPF': CPF, cpf: CPF, traceparent: CPF },
  }),
  row('in the listed header, twice', 'forward', message(), { headers: { 'patient-cpf': [CPF, WRITTEN] } }),
  row(
    'as a CPF of another tenant',
    'forward',
    message({ cooperative_id: 'coop-014', sender: patient({ cpf: Number(CPF) }), text: WRITTEN }),
  ),
];

/** What looks like Sigilo's own writing. */
export const FAKE = 'MZXW6YTB4F2KQ7D3';
export const FAKE_ROWS: readonly AttackRow[] = [
  row('a token in a text', 'forward', message({ text: `veja [CPF~k1~${FAKE}] e [PERSON]` })),
  row(
    'a token as a name',
    'forward',
    message({ sender: patient({ name: `[CPF~k1~${FAKE}]` }), text: `oi [CPF~k1~${FAKE}]` }),
  ),
  row('headers of ours', 'forward', message(), {
    headers: {
      'sigilo-plan': FAKE,
      'sigilo-source': FAKE,
      'Sigilo-Plan': FAKE,
      ' sigilo-plan': FAKE,
      's\u0456gilo-plan': FAKE,
      __proto__x: FAKE,
    },
  }),
];

/** A name that equals what is kept elsewhere in the record: the guard may object, to this record alone. */
export const GUARD_ROWS: readonly AttackRow[] = [
  ...[
    'WHATSAPP',
    'coop-001',
    'lia sol',
    'image/png',
    'note',
    'app_version',
    '[CPF]',
    'PERSON',
    'k1',
    'br.sigilo.chat',
    '#2',
    '00-',
  ].map((name) =>
    row(
      `a name ${name}`,
      'either',
      message({ sender: patient({ name }), text: `oi ${name}`, metadata: { note: name } }),
    ),
  ),
  row(
    'a name that is the kept program',
    'leak_blocked',
    message({ sender: patient({ name: '1.2 Android' }), client: 'sigilo-app 1.2 Android', metadata: {} }),
  ),
  row(
    'a CPF in a kept id',
    'either',
    message({ message_id: '52998224-7250-4000-8000-052998224725', sender: patient({ cpf: Number(CPF) }) }),
  ),
  row('a CPF in a kept header', 'either', message({ sender: patient({ cpf: Number(CPF) }) }), {
    headers: { traceparent: `00-00000000000000000000052998224725-0000052998224725-00` },
  }),
  row('an address in place of the program', 'unexpected_shape', message({ client: 'maria@exemplo.com' })),
  row('a CPF as the program', 'leak_blocked', message({ client: `app ${CPF}` })),
  row(
    'more names than a record may have',
    'limit_exceeded',
    message({
      sender: patient({
        dependants: Array.from(
          { length: 900 },
          (_, index) => patient({ name: `Nome Numero${index}` })['br.sigilo.chat.Patient'],
        ),
      }),
    }),
  ),
];

const WORDS = [
  'dor',
  'hospital',
  'não',
  'febre',
  'consulta',
  'hoje',
  'de',
  'a',
  'o',
  '1',
  '38',
  'Maria',
  'exame',
  'agora',
];

/** Ordinary words as names, in the attacker's own conversation and under the victim's. */
export const PLANT_ROWS: readonly AttackRow[] = [ATTACKER, VICTIM.conversation].flatMap((conversation_id) => [
  ...WORDS.map((name) => row(`the name ${name}`, 'either', message({ conversation_id, sender: patient({ name }) }))),
  row('all words as one name', 'either', message({ conversation_id, sender: patient({ name: WORDS.join(' ') }) })),
  row(
    'a hundred names',
    'either',
    message({
      conversation_id,
      sender: patient({
        dependants: Array.from(
          { length: 100 },
          (_, index) => patient({ name: `${WORDS[index % WORDS.length]} plantado${index}` })['br.sigilo.chat.Patient'],
        ),
      }),
    }),
  ),
]);

/** The least long there is but for what its brokers hold to be the future. */
export const FAR_PAST = '-4611686018427387904';
const ESCAPES = '\u001b[2J\u001b]0;x\u0007\r\n{"level":"fatal","msg":"x"}\u202e%s%n\u2028\u009b31m';

/** What should show in a log, or on a terminal, as something else than it is. */
export const LOG_ROWS: readonly AttackRow[] = [
  row('escapes as key, header and texts', 'forward', message({ text: ESCAPES, sender: patient({ name: ESCAPES }) }), {
    key: Buffer.from(ESCAPES),
    headers: { [ESCAPES]: ESCAPES },
  }),
  row('escapes as a kept map key', 'unexpected_shape', message({ metadata: { [ESCAPES]: ESCAPES } })),
  row('escapes as a kept id', 'unexpected_shape', message({ message_id: ESCAPES })),
  row('a time of no calendar', 'unexpected_shape', message(), { timestamp: FAR_PAST }),
];
