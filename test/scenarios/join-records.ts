import { readFileSync } from 'node:fs';
import type { SchemaJson } from '../../src/core/avro/schema.ts';

const read = (file: string) => readFileSync(new URL(`../../schemas/${file}`, import.meta.url), 'utf8');

/** The two example schemas with their policies. */
export const CHAT = {
  schema: JSON.parse(read('chat-message.avsc')) as SchemaJson,
  policy: read('chat-message.policy.yaml'),
};
/** A later version, which the chat policy covers too. */
export const CHAT_VERSION_2 = JSON.parse(read('chat-message.v2.avsc')) as object;
export const CLINICAL = {
  schema: JSON.parse(read('clinical-message.avsc')) as SchemaJson,
  policy: read('clinical-message.policy.yaml'),
};

type Part = Readonly<Record<string, unknown>>;

const ID = '7f1c2d3e-4a5b-4c6d-8e9f-0a1b2c3d4e5f';
/** What every person of both schemas has, besides name, CPF and dependants. */
export const PERSON = { cns: null, birth_date: 5549, phones: [], email: null, address: null };
export const PLAN_CARD = '00370001234567891';

/** A chat message of a patient: the CPF is a number there. */
export function chatMessage(
  cpf: number,
  text: string,
  more: { tenant?: string; conversation?: string; dependants?: readonly Part[] } = {},
): Part {
  const patient = { ...PERSON, plan_card: PLAN_CARD, name: 'Ana Lima Souza', cpf, dependants: more.dependants ?? [] };
  return {
    message_id: ID,
    conversation_id: more.conversation ?? 'conversation-1',
    cooperative_id: more.tenant ?? 'coop-001',
    sent_at: 1700003599999,
    channel: 'APP',
    sender: { 'br.sigilo.chat.Patient': patient },
    text,
    attachments: [],
    client: null,
    urgent: false,
    metadata: { note: text },
  };
}

/** A message of the same cooperative to a doctor: the CPF is text there. */
export function clinicalMessage(cpf: string, text: string): Part {
  return {
    message_id: ID,
    episode_id: 'episode-77',
    sent_at: 1700003599999,
    channel: 'APP',
    patient: { ...PERSON, plan_card: null, name: 'Ana Lima Souza', cpf, dependants: [] },
    sender: { 'br.sigilo.clinical.PatientSender': { relation: 'SELF' } },
    text: { string: text },
    temperature_celsius: null,
    attachments: [],
    shared_with: {},
    read_by: {},
    metadata: {},
  };
}
