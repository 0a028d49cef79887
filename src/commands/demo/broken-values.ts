import type avsc from 'avsc';
import type { RecordReason } from '../../errors.ts';

/** One way in which a record value is broken, or goes beyond a limit, and what must become of it. */
export interface Breakage {
  readonly kind: string;
  readonly reason: RecordReason;
  /** @param object a chat message (version `chat`) without attachments, its metadata empty */
  readonly break: (framed: Buffer, object: Record<string, unknown>, type: avsc.Type) => Buffer;
}

const FRAME = 5;

/** Where the encodings of two objects that differ in one field differ first: the place of that field. */
function placeOf(
  type: avsc.Type,
  object: Record<string, unknown>,
  field: string,
  one: unknown,
  other: unknown,
): number {
  const [left, right] = [type.toBuffer({ ...object, [field]: one }), type.toBuffer({ ...object, [field]: other })];
  return FRAME + left.findIndex((byte, index) => byte !== right[index]);
}

function withByte(framed: Buffer, place: number, ...bytes: number[]): Buffer {
  return Buffer.concat([framed.subarray(0, place), Buffer.from(bytes), framed.subarray(place + 1)]);
}

/** A `metadata` map, which ends the record, in place of the empty one. */
const withMetadata = (framed: Buffer, ...bytes: number[]) => withByte(framed, framed.length - 1, ...bytes);

function zigZag(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value << 1n;
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
}

/** Patients inside patients, deeper than any library's encoder could recurse: made from the bytes of one. */
function nestPatients(framed: Buffer, object: Record<string, unknown>, type: avsc.Type, depth: number): Buffer {
  const places = placeOf(
    type,
    object,
    'sender',
    { 'br.sigilo.chat.Patient': tinyPatient('a') },
    { 'br.sigilo.chat.Patient': tinyPatient('b') },
  );
  const whole = type.toBuffer({ ...object, sender: { 'br.sigilo.chat.Patient': tinyPatient('a') } });
  const start = places - FRAME - 1;
  const patient = whole.subarray(start, start + TINY_PATIENT_BYTES);
  const opening = Buffer.concat([patient.subarray(0, -1), Buffer.from([2])]);
  const nested = Buffer.concat([Buffer.alloc(opening.length * depth, opening), patient, Buffer.alloc(depth)]);
  return Buffer.concat([
    framed.subarray(0, FRAME),
    whole.subarray(0, start),
    nested,
    whole.subarray(start + TINY_PATIENT_BYTES),
  ]);
}

/** name (2) cpf (1) cns (1) plan_card (1) birth_date (1) phones (1) email (1) address (1) dependants (1) */
const TINY_PATIENT_BYTES = 10;
const tinyPatient = (name: string) => ({
  ...{ name, cpf: 0, cns: null, plan_card: '', birth_date: 0, phones: [], email: null, address: null, dependants: [] },
});

const malformed = (kind: string, change: Breakage['break']): Breakage => ({
  kind,
  reason: 'malformed_avro',
  break: change,
});
const beyondLimit = (kind: string, change: Breakage['break']): Breakage => ({
  kind,
  reason: 'limit_exceeded',
  break: change,
});
const channelPlace = (type: avsc.Type, object: Record<string, unknown>) =>
  placeOf(type, object, 'channel', 'APP', 'WEB');
const senderPlace = (type: avsc.Type, object: Record<string, unknown>) => channelPlace(type, object) + 1;
const urgentPlace = (framed: Buffer) => framed.length - 2;

const LOCALE = [...Buffer.from('\u000clocale')];

/** Every way in which the demo breaks a value. */
export const BREAKAGES: readonly Breakage[] = [
  malformed('empty value', () => Buffer.alloc(0)),
  malformed('one byte', (framed) => framed.subarray(0, 1)),
  malformed('four bytes', (framed) => framed.subarray(0, 4)),
  malformed('wrong magic byte', (framed) => withByte(framed, 0, 7)),
  malformed('frame only', (framed) => framed.subarray(0, FRAME)),
  malformed('cut in the middle', (framed) => framed.subarray(0, framed.length >> 1)),
  malformed('last byte missing', (framed) => framed.subarray(0, -1)),
  malformed('a byte too many', (framed) => Buffer.concat([framed, Buffer.from([0])])),
  // The message id begins right after its length.
  malformed('invalid UTF-8', (framed) => withByte(framed, FRAME + 1, 0xff)),
  malformed('overlong varint', (framed, object, type) => withByte(framed, channelPlace(type, object), 0x80, 0)),
  malformed('enum index out of range', (framed, object, type) => withByte(framed, channelPlace(type, object), 8)),
  malformed('union index out of range', (framed, object, type) => withByte(framed, senderPlace(type, object), 6)),
  malformed('boolean byte 2', (framed) => withByte(framed, urgentPlace(framed), 2)),
  malformed('negative string length', (framed) => withByte(framed, FRAME, 1)),
  malformed('map key twice', (framed) => withMetadata(framed, 4, ...LOCALE, 0, ...LOCALE, 0, 0)),
  beyondLimit('block of 2^62 items', (framed) => withMetadata(framed, ...zigZag(2n ** 62n))),
  beyondLimit('text of 70 KiB', (framed, object, type) => {
    return Buffer.concat([framed.subarray(0, FRAME), type.toBuffer({ ...object, text: 'é uma dor '.repeat(7_000) })]);
  }),
  beyondLimit('100 patients deep', (framed, object, type) => nestPatients(framed, object, type, 100)),
  beyondLimit('10,000 patients deep', (framed, object, type) => nestPatients(framed, object, type, 10_000)),
  beyondLimit('100,001 items', (framed, object, type) => {
    const sender = { 'br.sigilo.chat.Patient': { ...tinyPatient('a'), phones: Array(100_001).fill('') } };
    return Buffer.concat([framed.subarray(0, FRAME), type.toBuffer({ ...object, sender })]);
  }),
];
