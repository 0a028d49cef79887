import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import avsc from 'avsc';

/** The schema versions that the traffic is written with. */
export const VERSIONS = ['chat', 'chatNext', 'chatUncovered', 'chatUnplanned', 'clinical', 'invoice'] as const;
export type Version = (typeof VERSIONS)[number];

interface RecordJson {
  readonly [attribute: string]: unknown;
  readonly fields: readonly { readonly name: string }[];
}

/** The folder of schemas and policies; as far from here in the source tree as in the package. */
export const SCHEMA_FOLDER = fileURLToPath(new URL('../../../schemas/', import.meta.url));

function readSchema(file: string): RecordJson {
  return JSON.parse(readFileSync(SCHEMA_FOLDER + file, 'utf8')) as RecordJson;
}

/** The JSON of every schema version. Those not in the folder are made here: they are what goes wrong in real life. */
export function loadSchemas(): Readonly<Record<Version, RecordJson>> {
  const chat = readSchema('chat-message.avsc');
  const chatNext = readSchema('chat-message.v2.avsc');
  const motherName = { name: 'mother_name', type: ['null', 'string'], default: null, doc: 'Nobody told the policy.' };
  return {
    chat,
    chatNext,
    // A producer adds a field with personal data before anyone has looked at it.
    chatUncovered: { ...chatNext, fields: [...chatNext.fields, motherName] },
    // Covered by the policy, but the operator has not registered its sink schema.
    chatUnplanned: { ...chat, fields: chat.fields.filter((field) => field.name !== 'attachments') },
    clinical: readSchema('clinical-message.avsc'),
    // Another team writes its own record type to the chat topic.
    invoice: {
      type: 'record',
      name: 'Invoice',
      namespace: 'br.sigilo.billing',
      fields: [{ name: 'payer', type: 'string' } as { name: string }],
    },
  };
}

/** An encoder for each schema version: the client's Avro library, not Sigilo's core. */
export function loadTypes(): Readonly<Record<Version, avsc.Type>> {
  const schemas = loadSchemas();
  const parse = (version: Version) => avsc.Type.forSchema(schemas[version] as unknown as avsc.Schema);
  return Object.fromEntries(VERSIONS.map((version) => [version, parse(version)])) as Record<Version, avsc.Type>;
}

/** A record value in Confluent framing: a zero byte, the schema id as 4 bytes, the Avro body. */
export function frame(schemaId: number, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeInt32BE(schemaId, 1);
  return Buffer.concat([head, body]);
}
