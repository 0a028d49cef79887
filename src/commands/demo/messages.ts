import { type FreeText, makeFreeText } from './free-text.ts';
import { formatCpf, makeCrm } from './identifiers.ts';
import { makeName, type PersonName } from './names.ts';
import { declaredCpfs, declaredValues, type Person } from './people.ts';
import type { Random } from './random.ts';
import { PATIENT_TEXTS, STAFF_TEXTS } from './texts.ts';

/** One message as its Avro object, with all that the generator knows of it. */
export interface Message {
  readonly object: Record<string, unknown> & { readonly conversation_id?: string };
  /** Whole values of treated fields and map keys: none may be found in a sink. */
  readonly declared: readonly string[];
  readonly declaredBytes: readonly Buffer[];
  /** 11 digits each; looked for with and without marks and as a number. */
  readonly cpfs: readonly string[];
  readonly freeText: readonly FreeText[];
}

/** What all makers of messages draw from. */
export interface MessageContext {
  readonly random: Random;
  readonly person: Person;
  readonly conversation: string;
  readonly sentAt: number;
  readonly taken: ReadonlySet<string>;
}

const MIME_TYPES = ['image/jpeg', 'image/png', 'application/pdf', 'audio/ogg'];
const TEAMS = ['AUTHORIZATION', 'BILLING', 'SCHEDULING', 'OMBUDSMAN'];
const SPECIALTIES = ['GENERAL', 'CARDIOLOGY', 'PEDIATRICS', 'PSYCHIATRY', 'ONCOLOGY', 'OBSTETRICS'];

function avroPatient(person: Person, cpf: (digits: string) => unknown, fullAddress: boolean): Record<string, unknown> {
  const { address } = person;
  const place = address && { street: address.street, city: address.city, state: address.state };
  return {
    name: person.name,
    cpf: cpf(person.cpf),
    cns: person.cns,
    plan_card: person.planCard,
    birth_date: person.birthDate,
    phones: person.phones,
    email: person.email,
    address: place && {
      ...place,
      postal_code: address.postalCode,
      ...(fullAddress ? { number: address.number, district: address.district } : {}),
    },
    dependants: person.dependants.map((dependant) => avroPatient(dependant, cpf, fullAddress)),
  };
}

function makeAttachments(random: Random, nullableThumbnail: boolean) {
  const count = random.chance(0.15) ? random.integer(1, 2) : 0;
  return Array.from({ length: count }, () => ({
    url: `https://arquivos.example.com/anexos/${random.uuid()}`,
    mime: random.pick(MIME_TYPES),
    sha256: random.bytes(32),
    thumbnail: nullableThumbnail && random.chance(0.4) ? null : random.bytes(48),
  }));
}

type Attachments = ReturnType<typeof makeAttachments>;
const bytesOf = (attachments: Attachments) =>
  attachments.flatMap(({ sha256, thumbnail }) => (thumbnail ? [sha256, thumbnail] : [sha256]));

/** A chat message from the patient (six in ten), an attendant or the bot. */
export function makeChatMessage(context: MessageContext, cooperative: string, preferredName: boolean): Message {
  const { random, person, conversation, sentAt, taken } = context;
  const attachments = makeAttachments(random, true);
  const role = random.pick(['Patient', 'Patient', 'Patient', 'Attendant', 'Bot']);
  const attendant: PersonName = makeName(random, 'pt');
  const employee = `emp-${random.digits(8)}`;
  const secret = random.chance(0.5) ? random.bytes(24) : null;
  const senders: Record<string, [unknown, readonly string[]]> = {
    Patient: [avroPatient(person, Number, true), declaredValues(person, true)],
    Attendant: [{ employee_id: employee, name: attendant.full, team: random.pick(TEAMS) }, [employee, attendant.full]],
    Bot: [{ bot_name: random.pick(['lia', 'sol']), version: random.integer(1, 40), session_secret: secret }, []],
  };
  const [sender, declared] = senders[role]!;
  const texts = role === 'Patient' ? PATIENT_TEXTS : STAFF_TEXTS;
  const text = makeFreeText(texts[person.language], random, person, taken);
  const note = random.chance(0.05) ? makeFreeText(STAFF_TEXTS[person.language], random, person, taken) : null;
  return {
    object: {
      message_id: random.uuid(),
      conversation_id: conversation,
      cooperative_id: cooperative,
      sent_at: sentAt,
      channel: random.pick(['WHATSAPP', 'APP', 'WEB', 'PHONE']),
      sender: { [`br.sigilo.chat.${role}`]: sender },
      ...(preferredName ? { preferred_name: person.name } : {}),
      text: text.text,
      attachments,
      client: random.chance(0.5) ? `sigilo-app/${random.integer(1, 9)}.${random.integer(0, 30)} Android` : null,
      urgent: random.chance(0.05),
      metadata: { locale: 'pt-BR', ...(note ? { note: note.text } : {}) },
    },
    declared: [
      ...declared,
      conversation,
      ...attachments.map(({ url }) => url),
      ...(preferredName ? [person.name] : []),
    ],
    declaredBytes: [...bytesOf(attachments), ...(role === 'Bot' && secret ? [secret] : [])],
    cpfs: role === 'Patient' ? declaredCpfs(person) : [],
    freeText: note ? [text, note] : [text],
  };
}

/** A message between a patient and a clinician; the patient's data stand in every record. */
export function makeClinicalMessage(context: MessageContext): Message {
  const { random, person, conversation, sentAt, taken } = context;
  const attachments = makeAttachments(random, false);
  const clinician = makeName(random, 'pt').full;
  const crm = makeCrm(random);
  const protocol = random.integer(10_000_000, 99_999_999);
  const fromPatient = random.chance(0.5);
  const patientSender = { relation: random.pick(['SELF', 'PARENT', 'CHILD']) };
  const texts = fromPatient ? PATIENT_TEXTS : STAFF_TEXTS;
  const text = random.chance(0.9) ? makeFreeText(texts[person.language], random, person, taken) : null;
  const readers = random.chance(0.3) ? [clinician, makeName(random, 'pt').full] : [];
  const relatives = random.chance(0.2) ? person.phones : [];
  return {
    object: {
      message_id: random.uuid(),
      episode_id: conversation,
      sent_at: sentAt,
      channel: random.pick(['TELEHEALTH', 'APP', 'WHATSAPP']),
      patient: avroPatient(person, (cpf) => (random.chance(0.5) ? formatCpf(cpf) : cpf), false),
      sender: fromPatient
        ? { 'br.sigilo.clinical.PatientSender': patientSender }
        : { 'br.sigilo.clinical.Clinician': { name: clinician, crm, specialty: random.pick(SPECIALTIES) } },
      text: text?.text ?? null,
      temperature_celsius: random.chance(0.3) ? random.integer(350, 410) / 10 : null,
      attachments,
      shared_with: Object.fromEntries(relatives.map((phone) => [phone, 'SPOUSE'])),
      read_by: Object.fromEntries(readers.map((name, index) => [name, sentAt + index * 60_000])),
      metadata: { protocol, locale: null },
    },
    declared: [
      ...[...declaredValues(person, false), conversation, ...readers, ...attachments.map(({ url }) => url)],
      ...(fromPatient ? [] : [clinician, crm]),
    ],
    declaredBytes: bytesOf(attachments),
    cpfs: declaredCpfs(person),
    freeText: text ? [text] : [],
  };
}
