/** A record as the writer takes it; names of topics are told to it beforehand, by number. */
export interface FramedRecord {
  readonly topic: number;
  readonly partition: number;
  readonly transactional: boolean;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** A name may occur more than once. */
  readonly headers: readonly (readonly [name: string, value: Buffer])[];
}

/** A record frame that can be written again and again, each time with another message id and schema id. */
export interface RecordFrame {
  readonly bytes: Buffer;
  /** Where the value begins. */
  readonly valueAt: number;
  /** Where the value of each header begins, in order. */
  readonly headersAt: readonly number[];
}

const [RECORD, TOPIC, END, FLUSH] = [1, 2, 3, 4];

/** Frames a record: length, kind, whether transactional, topic, partition, key, value, headers. */
export function frameRecord(record: FramedRecord): RecordFrame {
  const parts: Buffer[] = [];
  let size = 4;
  const add = (part: Buffer): number => {
    parts.push(part);
    size += part.length;
    return size - part.length;
  };
  const addBytes = (bytes: Buffer | null): number => {
    add(int32(bytes === null ? -1 : bytes.length));
    return add(bytes ?? Buffer.alloc(0));
  };
  add(Buffer.of(RECORD!, record.transactional ? 1 : 0));
  add(uint16(record.topic));
  add(int32(record.partition));
  addBytes(record.key);
  const valueAt = addBytes(record.value);
  add(uint16(record.headers.length));
  const headersAt = record.headers.map(([name, value]) => {
    add(text(name));
    return addBytes(value);
  });
  return { bytes: Buffer.concat([int32(size - 4), ...parts]), valueAt, headersAt };
}

/** Tells the name of the next topic: the first is number 0. */
export function frameTopic(name: string): Buffer {
  return frame(TOPIC!, text(name));
}

/** Ends the open transaction, if there is one. */
export function frameEnd(commits: boolean): Buffer {
  return frame(END!, Buffer.of(commits ? 1 : 0));
}

/** Asks for an answer once all before it is acknowledged or aborted. */
export function frameFlush(number: number): Buffer {
  return frame(FLUSH!, int32(number));
}

function frame(kind: number, body: Buffer): Buffer {
  return Buffer.concat([int32(body.length + 1), Buffer.of(kind), body]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint16(bytes.length), bytes]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
