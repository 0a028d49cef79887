import type { ReadRecord } from './local-stack.ts';
import type { TrafficRecord } from './traffic-record.ts';

/** A record as the registry client decoded it. */
export type Decoded = Readonly<Record<string, unknown>>;

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const KEY_TOKEN = /^\[(OTHER_ID|CPF)~k1~[A-Z2-7]{16}\]$/;

function floorToYear(days: number): number {
  return Date.UTC(new Date(days * DAY_MS).getUTCFullYear(), 0, 1) / DAY_MS;
}

/** Dates of birth of a patient and of all dependants, in order. */
function birthDates(patient: Decoded | undefined): number[] {
  if (!patient) return [];
  const dependants = patient.dependants as readonly Decoded[];
  return [patient.birth_date as number, ...dependants.flatMap(birthDates)];
}

/** The patient of a source object or of its sink record: a union branch in chat, a field in clinical messages. */
export function patientOf(object: Decoded): Decoded | undefined {
  const sender = object.sender as Decoded;
  const branch = Object.keys(sender).find((name) => name.endsWith('.Patient'));
  return (object.patient ?? (branch && sender[branch])) as Decoded | undefined;
}

/**
 * Checks what a search for values cannot see: that kept fields are the same, that dates lost their precision, that
 * headers, key and timestamp are the treated ones, that dropped fields are gone. Gives a fault or null.
 */
export function checkSink(sink: ReadRecord, decoded: Decoded | null, source: TrafficRecord): string | null {
  const names = sink.headers.map(([name]) => name).sort();
  const expectedNames = [...source.keptHeaders, 'sigilo-source', 'sigilo-plan'];
  if (names.join() !== expectedNames.sort().join()) return `headers ${names.join(', ')}`;
  if (sink.timestamp !== Math.floor(source.timestamp / HOUR_MS) * HOUR_MS)
    return 'record timestamp is not cut to hours';
  if ((source.key === null) !== (sink.key === null)) return 'key appeared or vanished';
  if (sink.key && !KEY_TOKEN.test(sink.key.toString())) return 'key is no token';
  return decoded && source.object ? checkFields(decoded, source.object) : null;
}

function checkFields(decoded: Decoded, object: Decoded): string | null {
  for (const kept of ['message_id', 'channel', 'urgent', 'temperature_celsius', 'client', 'cooperative_id']) {
    if (decoded[kept] !== object[kept]) return `${kept} is not kept`;
  }
  const sentAt = object.sent_at as number;
  if (decoded.sent_at !== Math.floor(sentAt / HOUR_MS) * HOUR_MS) return 'sent_at is not cut to hours';
  const [patient, original] = [patientOf(decoded), patientOf(object)];
  const years = birthDates(original).map(floorToYear);
  if (birthDates(patient).join() !== years.join()) return 'birth_date is not cut to years';
  const address = patient?.address as Decoded | null | undefined;
  const houseNumber = address?.number;
  if (houseNumber && houseNumber !== '[OTHER_ID]') return 'number is not redacted';
  if (original && object.patient && patient && 'address' in patient) return 'address is not dropped';
  const attachments = decoded.attachments as readonly Decoded[];
  if (attachments.some((attachment) => 'thumbnail' in attachment)) return 'thumbnail is not dropped';
  const { protocol } = decoded.metadata as Decoded;
  return protocol === undefined || protocol === '[OTHER_ID]' ? null : 'metadata is not redacted';
}
