import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DataKey,
  type QuarantineMetadata,
  quarantineDigest,
  readQuarantine,
  readQuarantineMetadata,
  sealBatchReference,
  sealQuarantine,
} from '../../src/core/quarantine.ts';
import { decodeQuarantinePlaintext, encodeQuarantinePlaintext } from '../../src/core/quarantine-plaintext.ts';
import type { SourceHeader, SourceRecord } from '../../src/core/record.ts';
import { openQuarantine } from '../../src/io/quarantine-open.ts';

const METADATA: QuarantineMetadata = {
  reason: 'leak_blocked',
  fieldPath: 'br.sigilo.chat.ChatMessage.text',
  route: 'chat',
  source: { topic: 'chat.raw', partition: 3, offset: '42' },
  schemaId: 7,
  planId: 'p1',
  at: '2026-01-02T03:04:05.678Z',
  attempt: 1,
  mask: 'ddd.ddd.ddd-dd',
  check: 'identifier',
};

function dataKey(counter = 0): DataKey {
  return { key: Buffer.alloc(32, 5), keyWrap: 'wrapped', recipients: ['age1example'], counter };
}

/** Seals under a limit of the topic alone. */
function seal(record: SourceRecord, metadata: QuarantineMetadata, key: DataKey, valueBytes: number): Buffer {
  return sealQuarantine(record, metadata, key, { valueBytes, payloadBytes: Number.POSITIVE_INFINITY }).value;
}

const PLANTED = 'Maria-Planted-12345678909';
const RECORD: SourceRecord = {
  key: Buffer.from(`key ${PLANTED}`),
  value: Buffer.from(`value ${PLANTED}`),
  headers: { trace: Buffer.from(PLANTED), [`name-${PLANTED}`]: 'x' },
  timestamp: '1714521600000',
  offset: '42',
};

const bytes = fc.uint8Array({ maxLength: 200 }).map((content) => Buffer.from(content));
const single = fc.option(bytes, { nil: null });
const header: fc.Arbitrary<SourceHeader> = fc.oneof(
  single,
  fc.string(),
  fc.constant(undefined),
  fc.array(single, { maxLength: 4 }),
);
const headerName = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '7', ''));
const headers = fc.option(
  fc.array(fc.tuple(headerName, header)).map((entries) => {
    const object: Record<string, SourceHeader> = Object.create(null);
    for (const [name, value] of entries) object[name] = value;
    return object;
  }),
  { nil: undefined },
);
const anyRecord: fc.Arbitrary<SourceRecord> = fc.record({
  key: single,
  value: single,
  headers,
  timestamp: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  offset: fc.constant('1'),
});

const onWire = (value: Buffer | string | null | undefined): Buffer | null =>
  typeof value === 'string' ? Buffer.from(value) : (value ?? null);

describe('sealQuarantine', () => {
  it('gives any record back, byte for byte, with repeated and null headers', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        const key = dataKey();
        const sealed = readQuarantine(seal(record, METADATA, key, 1_000_000));
        const opened = decodeQuarantinePlaintext(openQuarantine(sealed, key.key));
        expect(opened.key).toEqual(record.key);
        expect(opened.value).toEqual(record.value);
        expect(opened.timestamp).toBe(record.timestamp);
        const expected =
          record.headers &&
          Object.entries(record.headers).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.map(onWire) : onWire(value as Buffer | string | null | undefined),
          ]);
        expect(opened.headers && Object.entries(opened.headers)).toEqual(expected);
        expect(sealed.metadata.length).toBe(record.value?.length ?? null);
      }),
      { numRuns: 500 },
    );
  });

  it('tells coordinates and reasons in the clear, and nothing of the record', () => {
    const value = seal(RECORD, METADATA, dataKey(), 1_000_000);
    expect(readQuarantineMetadata(value)).toEqual({
      ...METADATA,
      keyWrap: 'wrapped',
      recipients: ['age1example'],
      payload: 'sealed',
      length: RECORD.value?.length,
    });
    for (const encoding of ['utf8', 'base64', 'hex', 'utf16le'] as const) {
      expect(value.includes(Buffer.from(Buffer.from(PLANTED).toString(encoding)))).toBe(false);
    }
    // Positive control: the same search finds the planted text in what was sealed.
    expect(encodeQuarantinePlaintext(RECORD).includes(PLANTED)).toBe(true);
  });

  it('leaves out metadata that the caller has no word for, and reduces a mask to its form', () => {
    const careless = {
      ...METADATA,
      mask: `${PLANTED} çÇ٣`,
      text: PLANTED,
      source: { ...METADATA.source, key: PLANTED },
    };
    const metadata = readQuarantineMetadata(seal(RECORD, careless, dataKey(), 1_000_000));
    expect(JSON.stringify(metadata)).not.toContain(PLANTED);
    expect(metadata.mask).toBe('aaaaa-aaaaaad-ddddddddddd aad');
    expect(Object.keys(metadata)).not.toContain('text');
    expect(Object.keys(metadata.source)).toEqual(['topic', 'partition', 'offset']);
  });

  it('leaves out what is not known', () => {
    const { reason, route, source, at, attempt } = METADATA;
    const metadata = readQuarantineMetadata(seal(RECORD, { reason, route, source, at, attempt }, dataKey(), 1_000_000));
    expect(Object.keys(metadata)).toEqual([
      'reason',
      'route',
      'source',
      'at',
      'attempt',
      'keyWrap',
      'recipients',
      'payload',
      'length',
    ]);
  });

  it('keeps only a keyed digest of a record that does not fit, and still says how long it was', () => {
    const key = dataKey();
    const big = { ...RECORD, value: Buffer.alloc(100_000, PLANTED) };
    const value = seal(big, METADATA, key, 50_000);
    const sealed = readQuarantine(value);
    expect(value.length).toBeLessThan(2000);
    expect(sealed.metadata).toMatchObject({ payload: 'omitted', length: 100_000 });
    const digest = openQuarantine(sealed, key.key);
    expect(digest).toEqual(quarantineDigest(encodeQuarantinePlaintext(big), key.key));
    expect(digest).not.toEqual(quarantineDigest(encodeQuarantinePlaintext(RECORD), key.key));
    expect(digest).not.toEqual(quarantineDigest(encodeQuarantinePlaintext(big), Buffer.alloc(32, 6)));
  });

  it('does the same with a record that the budget has no room for, and tells what a sealed one takes of it', () => {
    const key = dataKey();
    const plaintext = encodeQuarantinePlaintext(RECORD);
    const sealWith = (payloadBytes: number, valueBytes = 1_000_000) =>
      sealQuarantine(RECORD, METADATA, key, { valueBytes, payloadBytes });
    expect(sealWith(plaintext.length)).toMatchObject({ omitted: null, payloadBytes: plaintext.length });
    const reference = sealWith(plaintext.length - 1);
    expect(reference).toMatchObject({ omitted: 'budget', payloadBytes: 0 });
    expect(readQuarantineMetadata(reference.value)).toMatchObject({ ...METADATA, payload: 'omitted' });
    expect(openQuarantine(readQuarantine(reference.value), key.key)).toEqual(quarantineDigest(plaintext, key.key));
    // A record that could never be kept is not the budget's.
    expect(sealWith(0, 1)).toMatchObject({ omitted: 'size', payloadBytes: 0 });
  });

  it('keeps of a batch that cannot be read its place, its length and a keyed digest of its bytes', () => {
    const key = dataKey();
    const batch = Buffer.from(`batch ${PLANTED}`);
    const { reason, route, source, at, attempt } = { ...METADATA, reason: 'unreadable_batch' } as const;
    const sealed = sealBatchReference(batch, { reason, route, source, lastOffset: '57', at, attempt }, key);
    expect(sealed).toMatchObject({ omitted: null, payloadBytes: 0 });
    expect(key.counter).toBe(1);
    const { metadata } = readQuarantine(sealed.value);
    expect(metadata).toMatchObject({ reason, source, lastOffset: '57', payload: 'omitted', length: batch.length });
    const digest = openQuarantine(readQuarantine(sealed.value), key.key);
    expect(digest).toEqual(quarantineDigest(batch, key.key));
    expect(digest).not.toEqual(quarantineDigest(Buffer.from('another batch'), key.key));
  });

  it('seals a record that fits to the last byte', () => {
    const exact = seal(RECORD, METADATA, dataKey(), 1_000_000).length;
    expect(readQuarantineMetadata(seal(RECORD, METADATA, dataKey(), exact)).payload).toBe('sealed');
    expect(readQuarantineMetadata(seal(RECORD, METADATA, dataKey(), exact - 1)).payload).toBe('omitted');
  });

  it('never uses a nonce twice, sealed or omitted, and starts where the counter stands', () => {
    const key = dataKey(250);
    const nonces = Array.from({ length: 1000 }, (_, index) =>
      readQuarantine(seal(RECORD, METADATA, key, index % 3 === 0 ? 1 : 1_000_000)).nonce.toString('hex'),
    );
    expect(new Set(nonces).size).toBe(1000);
    expect(nonces[0]).toBe('0000000000000000000000fa');
    expect(key.counter).toBe(1250);
  });

  it.each([2 ** 32, -1, 0.5, Number.NaN])('refuses a data key whose counter is %s', (counter) => {
    expect(() => seal(RECORD, METADATA, dataKey(counter), 1_000_000)).toThrow('internal');
  });

  it.each(['sealed', 'omitted'])('does not open when any byte was changed (%s)', (payload) => {
    const key = dataKey();
    const value = seal(RECORD, METADATA, key, payload === 'sealed' ? 1_000_000 : 1);
    expect(() => openQuarantine(readQuarantine(value), key.key)).not.toThrow();
    for (let index = 0; index < value.length; index += 1) {
      for (const bit of [0x01, 0x80]) {
        const changed = Buffer.from(value);
        changed[index] = (changed[index] as number) ^ bit;
        expect(() => openQuarantine(readQuarantine(changed), key.key), `byte ${index}`).toThrow('input.invalid');
      }
    }
  });

  it('does not open when it was cut, extended or sealed under another key', () => {
    const key = dataKey();
    const value = seal(RECORD, METADATA, key, 1_000_000);
    for (let length = 0; length < value.length; length += 1) {
      expect(() => openQuarantine(readQuarantine(value.subarray(0, length)), key.key)).toThrow('input.invalid');
    }
    expect(() => openQuarantine(readQuarantine(Buffer.concat([value, Buffer.of(0)])), key.key)).toThrow(
      'input.invalid',
    );
    expect(() => openQuarantine(readQuarantine(value), Buffer.alloc(32, 6))).toThrow('input.invalid');
  });

  it('never quotes what it cannot read', () => {
    const head = Buffer.from('SQ1\0\0\0\0');
    const metadata = Buffer.from(`{"reason": ${PLANTED}`);
    head.writeUInt32BE(metadata.length, 3);
    const garbage = Buffer.concat([head, metadata, Buffer.alloc(40)]);
    let message = '';
    try {
      readQuarantine(garbage);
    } catch (thrown) {
      message = JSON.stringify([thrown, String(thrown)]);
    }
    expect(message).toContain('input.invalid');
    expect(message).not.toContain('Planted');
  });
});

describe('decodeQuarantinePlaintext', () => {
  it('refuses any bytes that it did not write, and takes no more memory than they have', () => {
    const plaintext = encodeQuarantinePlaintext(RECORD);
    for (let length = 0; length < plaintext.length; length += 1) {
      expect(() => decodeQuarantinePlaintext(plaintext.subarray(0, length))).toThrow('input.invalid');
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (content) => {
        try {
          decodeQuarantinePlaintext(Buffer.from([1, ...content]));
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'input.invalid' });
        }
      }),
    );
  });
});
