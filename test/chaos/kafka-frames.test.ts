import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer, readRequest, splitAnswers, splitRequests } from './kafka-frames.ts';
import { sampleAnswer, sampleRequest } from './kafka-frames-samples.ts';

const ID = 'sigilo:group:chat:0';

describe('the head of a request', () => {
  it.each([
    ['Produce', 0, 7],
    ['InitProducerId', 22, 1],
    ['AddPartitionsToTxn', 24, 1],
    ['AddOffsetsToTxn', 25, 1],
    ['TxnOffsetCommit', 28, 1],
  ])('%s names its transactional id', async (name, apiKey, version) => {
    const frame = await sampleRequest(name, { version, correlationId: 9, transactionalId: ID });
    const seen = { apiKey, apiVersion: version, correlationId: 9, clientId: 'worker-1' };
    expect(readRequest(frame)).toEqual({ ...seen, transactionalId: ID, isCommit: null });
  });

  it.each([true, false])('EndTxn says that a commit is wanted: %s', async (transactionResult) => {
    const frame = await sampleRequest('EndTxn', {
      version: 1,
      correlationId: 1,
      transactionalId: ID,
      transactionResult,
    });
    expect(readRequest(frame)).toMatchObject({ apiKey: 26, transactionalId: ID, isCommit: transactionResult });
  });

  it.each(['Produce', 'InitProducerId'])('%s without a transaction has no transactional id', async (name) => {
    const version = name === 'Produce' ? 7 : 1;
    const frame = await sampleRequest(name, { version, correlationId: 1, transactionalId: null });
    expect(readRequest(frame).transactionalId).toBeNull();
  });

  it('of another request has no transactional id, whatever its body holds', async () => {
    const frame = await sampleRequest('Heartbeat', { version: 3, correlationId: 2, clientId: 'w' });
    const seen = { apiKey: 12, apiVersion: 3, correlationId: 2, clientId: 'w' };
    expect(readRequest(frame)).toEqual({ ...seen, transactionalId: null, isCommit: null });
  });

  it.each([
    ['without a client id', -1],
    ['with an empty client id', 0],
  ])('is read %s', (_what, length) => {
    const frame = Buffer.from('0000000a0003000600000005ffff', 'hex');
    frame.writeInt16BE(length, 12);
    expect(readRequest(frame).clientId).toBe(length < 0 ? null : '');
  });

  it.each([
    ['EndTxn', 26, 3],
    ['Produce', 0, 9],
    ['InitProducerId', 22, 2],
    ['TxnOffsetCommit', 28, 3],
  ])('of a flexible version of %s is refused', async (_name, apiKey, version) => {
    const frame = await sampleRequest('EndTxn', { version: 1, correlationId: 1, transactionalId: ID });
    frame.writeInt16BE(apiKey, 4);
    frame.writeInt16BE(version, 6);
    expect(() => readRequest(frame)).toThrow(RangeError);
  });

  it('that promises more than it holds is refused', async () => {
    const frame = await sampleRequest('EndTxn', { version: 1, correlationId: 1, transactionalId: ID });
    expect(() => readRequest(frame.subarray(0, 30))).toThrow(RangeError);
  });
});

describe('the head of an answer', () => {
  it('has a correlation id and an error', () => {
    expect(readAnswer(sampleAnswer(77, 51))).toEqual({ correlationId: 77, error: 51 });
  });

  it('too short for an error has none', () => {
    expect(readAnswer(Buffer.from('0000000600000003000b', 'hex'))).toEqual({ correlationId: 3, error: null });
  });
});

describe('a stream of frames', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 8 });
  const steps = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 });

  it.each([
    ['requests', splitRequests],
    ['answers', splitAnswers],
  ])('of %s is split alike, however it is cut into chunks', (_what, split) => {
    fc.assert(
      fc.property(sizes, steps, (more, cuts) => {
        const frames = more.map((size, index) => sampleAnswer(index, 0, size));
        const taken: Buffer[] = [];
        const ends: boolean[] = [];
        const take = split({
          onFrame: (head) => {
            expect(readAnswer(head).correlationId).toBe(taken.length);
            taken.push(Buffer.alloc(0));
          },
          onBytes: (bytes, isLast) => {
            taken.push(Buffer.concat([taken.pop()!, bytes]));
            ends.push(isLast);
          },
        });
        const stream = Buffer.concat(frames);
        for (let [at, index] = [0, 0]; at < stream.length; index += 1) {
          const step = cuts[index % cuts.length]!;
          take(stream.subarray(at, at + step));
          at += step;
        }
        expect(taken).toEqual(frames);
        expect(ends.filter((isLast) => isLast)).toHaveLength(frames.length);
      }),
    );
  });

  it('is handed on as it stands in memory', () => {
    const stream = Buffer.concat([sampleAnswer(1, 0, 100), sampleAnswer(2, 0, 9000)]);
    const pieces: Buffer[] = [];
    splitAnswers({ onFrame: () => {}, onBytes: (bytes) => pieces.push(bytes) })(stream);
    expect(pieces.map((piece) => piece.buffer === stream.buffer)).toEqual([true, true]);
  });

  it('gives the head of a request whole, however slowly it comes', async () => {
    const frame = await sampleRequest('EndTxn', { version: 1, correlationId: 4, transactionalId: ID });
    const heads: object[] = [];
    const take = splitRequests({ onFrame: (head) => heads.push(readRequest(head)), onBytes: () => {} });
    for (const byte of frame) take(Buffer.from([byte]));
    expect(heads).toEqual([readRequest(frame)]);
  });

  it('waits for a head that is not complete', () => {
    const heads: Buffer[] = [];
    const take = splitAnswers({ onFrame: (head) => heads.push(head), onBytes: () => {} });
    const frame = sampleAnswer(1);
    for (const byte of frame.subarray(0, -1)) take(Buffer.from([byte]));
    expect(heads).toEqual([]);
    take(frame.subarray(-1));
    expect(heads).toEqual([frame]);
  });
});
