import { type DataKey, type QuarantineMetadata, readQuarantine, sealQuarantine } from '../../../src/core/quarantine.ts';
import { decodeQuarantinePlaintext, encodeQuarantinePlaintext } from '../../../src/core/quarantine-plaintext.ts';
import type { SourceRecord } from '../../../src/core/record.ts';
import { SigiloError } from '../../../src/errors.ts';
import { openQuarantine } from '../../../src/io/quarantine-open.ts';
import type { Random } from '../../core/avro/random.ts';
import { ODD_TEXTS } from '../copied-values.ts';
import { type FuzzTarget, hold } from '../fuzz-target.ts';
import { mutateBytes, randomBytesOf } from '../mutate-bytes.ts';

const LIMITS = { valueBytes: 1_000_000, payloadBytes: 1_000_000 };

function randomRecord(random: Random): SourceRecord {
  const bytes = () => (random.chance(0.2) ? null : randomBytesOf(random, 60));
  const header = () => (random.chance(0.3) ? [bytes(), bytes()] : bytes());
  const names = Array.from({ length: random.below(4) }, () => random.pick(ODD_TEXTS));
  return {
    key: bytes(),
    value: bytes(),
    headers: random.chance(0.2) ? undefined : Object.fromEntries(names.map((name) => [name, header()])),
    timestamp: String(random.below(2 ** 31)),
    offset: String(random.below(1_000)),
  };
}

/** Gives the result, or null when it was refused as it should be. */
function refusable<Result>(read: () => Result): Result | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SigiloError)) throw error;
    return null;
  }
}

function runCase(random: Random, key: DataKey): void {
  const record = randomRecord(random);
  const metadata: QuarantineMetadata = {
    ...{
      reason: 'malformed_avro',
      route: 'chat',
      at: '2026-11-22T09:30:00.000Z',
      attempt: 1,
      mask: random.pick(ODD_TEXTS),
    },
    source: { topic: 'raw', partition: 0, offset: record.offset },
  };
  const { value } = sealQuarantine(record, metadata, key, LIMITS);
  const whole = readQuarantine(value);
  const plaintext = openQuarantine(whole, key.key);
  hold(plaintext.equals(encodeQuarantinePlaintext(record)), 'what was sealed is what is opened');
  hold(!/[0-9b-ce-zA-Z]/.test(whole.metadata.mask ?? ''), 'a mask shows a form only');
  const broken = mutateBytes(value, random);
  const read = refusable(() => readQuarantine(broken));
  if (read !== null) {
    const opened = refusable(() => openQuarantine(read, key.key));
    hold(opened === null || broken.equals(value), 'nothing opens but what was sealed');
  }
  refusable(() => decodeQuarantinePlaintext(mutateBytes(plaintext, random)));
  refusable(() => decodeQuarantinePlaintext(randomBytesOf(random, 80)));
}

/** Envelopes of the quarantine and what is inside them: whole, broken and random. */
export const quarantine: FuzzTarget = {
  name: 'quarantine',
  boundMs: 2_000,
  open: () => {
    const key: DataKey = { key: Buffer.alloc(32, 5), keyWrap: 'wrapped', recipients: ['age1'], counter: 0 };
    return { run: (random) => runCase(random, key) };
  },
};
