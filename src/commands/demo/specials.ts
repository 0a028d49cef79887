import type avsc from 'avsc';
import type { RecordReason } from '../../errors.ts';
import { BREAKAGES } from './broken-values.ts';
import { formatCpf } from './identifiers.ts';
import type { Message } from './messages.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import { frame, type Version } from './schemas.ts';
import type { RouteName, TrafficRecord } from './traffic-record.ts';

export interface SpecialInput {
  /** An ordinary record of the special's route, its value still to be filled in. */
  readonly plain: TrafficRecord;
  readonly message: Message;
  readonly random: Random;
  readonly person: Person;
  readonly types: Readonly<Record<Version, avsc.Type>>;
  readonly schemaIds: Readonly<Record<Version, number>>;
}

/** A record that is not an ordinary message. */
export interface Special {
  readonly kind: string;
  readonly route: RouteName;
  /** How many of 4,000 records are of this kind; at least two are, always. */
  readonly weight: number;
  readonly make: (input: SpecialInput) => TrafficRecord;
}

/** An id that no registry of this demo gives out. */
const UNKNOWN_SCHEMA_ID = 2_000_000_000;

/** A quarantined record: nothing of it may show in a sink, whether Sigilo could read it or not. */
function quarantined(
  kind: string,
  reason: RecordReason,
  change: (input: SpecialInput) => Pick<TrafficRecord, 'value'> & Partial<TrafficRecord>,
): Special {
  const make = (input: SpecialInput): TrafficRecord => ({
    ...input.plain,
    object: null,
    ...change(input),
    kind,
    expected: reason,
  });
  return { kind, route: 'chat', weight: 1, make };
}

const encode = ({ types, schemaIds }: SpecialInput, version: Version, object: unknown) =>
  frame(schemaIds[version], types[version].toBuffer(object));

const withObject = (kind: string, reason: RecordReason, change: (input: SpecialInput) => Record<string, unknown>) =>
  quarantined(kind, reason, (input) => {
    const object = { ...input.message.object, ...change(input) };
    return { value: encode(input, 'chat', object), object };
  });

/** A null value. Where the policy takes the tenant from a field, the tombstone has none, so its key cannot be treated. */
const tombstone = (kind: string, route: RouteName, expected: TrafficRecord['expected'], weight: number): Special => ({
  kind,
  route,
  weight,
  make: ({ plain, person, message }) => {
    const key = route === 'chat' ? String(message.object.conversation_id) : person.cpf;
    const declared = route === 'chat' ? [key] : [];
    const shared = { ...plain, declared, declaredBytes: [], cpfs: route === 'chat' ? [] : [key], freeText: [] };
    return { ...shared, kind, expected, key: Buffer.from(key), headers: {}, keptHeaders: [], object: null };
  },
});

/** A header that the policy lists, in a form that it does not allow: dropped, and the record is forwarded. */
const badHeaders = (kind: string, headers: TrafficRecord['headers'], declared: readonly string[] = []): Special => ({
  kind,
  route: 'chat',
  weight: 4,
  make: (input) => ({
    ...input.plain,
    kind,
    headers,
    keptHeaders: [],
    declared: [...input.message.declared, ...declared],
    cpfs: input.message.cpfs,
    value: encode(input, 'chat', input.message.object),
  }),
});

/** A body without frame: this framing puts the id into a header. */
const headerFraming = quarantined('schema id in a header', 'unsupported_framing', (input) => ({
  value: input.types.chat.toBuffer(input.message.object),
  headers: { ...input.plain.headers, __value_schema_id: Buffer.concat([Buffer.from([1]), input.random.bytes(16)]) },
}));

const breakages = BREAKAGES.map(({ kind, reason, break: change }) =>
  quarantined(kind, reason, (input) => {
    const object = { ...input.message.object, attachments: [], metadata: {} };
    return { value: change(encode(input, 'chat', object), object, input.types.chat) };
  }),
);

/** All kinds of record that the demo plants besides ordinary messages. */
export const SPECIALS: readonly Special[] = [
  tombstone('tombstone', 'clinical', 'forward', 20),
  tombstone('tombstone without its tenant', 'chat', 'uncovered_schema', 1),
  badHeaders('header of another shape', { traceparent: 'iracema@example.net' }, ['iracema@example.net']),
  badHeaders('header twice', { traceparent: ['00-a', '00-b'] }),
  badHeaders('header that is not UTF-8', {
    'patient-cpf': Buffer.from([0xc3, 0x28]),
    traceparent: Buffer.from([0xff]),
  }),
  ...breakages,
  quarantined('JSON instead of Avro', 'malformed_avro', ({ person }) => ({
    value: Buffer.from(JSON.stringify({ name: person.name, cpf: person.cpf })),
  })),
  headerFraming,
  quarantined('unknown schema id', 'unknown_schema', (input) => ({
    value: frame(UNKNOWN_SCHEMA_ID, input.types.chat.toBuffer(input.message.object)),
  })),
  quarantined('record type without a policy', 'uncovered_schema', (input) => ({
    value: encode(input, 'invoice', { payer: input.person.name }),
    declared: [...input.plain.declared, input.person.name],
  })),
  quarantined('field that the policy does not name', 'uncovered_field', (input) => {
    const object = { preferred_name: null, ...input.message.object, mother_name: input.person.name };
    return { value: encode(input, 'chatUncovered', object), declared: [...input.plain.declared, input.person.name] };
  }),
  quarantined('schema without a sink schema', 'sink_schema_missing', (input) => ({
    value: encode(input, 'chatUnplanned', input.message.object),
  })),
  withObject('message id that is no UUID', 'unexpected_shape', ({ person }) => ({
    message_id: `msg of ${person.name}`,
  })),
  withObject('personal data as a map key', 'unexpected_shape', ({ person }) => ({
    metadata: { [formatCpf(person.cpf)]: 'autorizado' },
  })),
  withObject('personal data in a kept field', 'leak_blocked', ({ person }) => ({
    client: `app ${person.planCard}`,
    sender: {
      'br.sigilo.chat.Patient': {
        ...{ name: person.name, cpf: Number(person.cpf), cns: null, plan_card: person.planCard, birth_date: 0 },
        ...{ phones: [], email: null, address: null, dependants: [] },
      },
    },
  })),
  withObject('record above 1 MiB', 'limit_exceeded', ({ random }) => ({
    attachments: [
      {
        ...{ url: 'https://arquivos.example.com/raio-x', mime: 'image/png' },
        ...{ sha256: random.bytes(32), thumbnail: Buffer.alloc(1_150_000, 7) },
      },
    ],
  })),
];
