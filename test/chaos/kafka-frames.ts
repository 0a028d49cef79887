/** Bytes of the length in front of each frame. */
const LENGTH_BYTES = 4;
/** Room for a client id and a transactional id of the longest names that a group and a topic can have. */
const REQUEST_HEAD_BYTES = 4096;
/** Length, correlation id, throttle time, error; behind an error of InitProducerId come id and epoch. */
const ANSWER_HEAD_BYTES = 14;

/** What a request says before its body; the transactional id is the first field of the bodies that have one. */
export interface RequestHead {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  readonly clientId: string | null;
  readonly transactionalId: string | null;
  /** Of EndTxn: true asks for a commit, false for an abort. */
  readonly isCommit: boolean | null;
}

/** What an answer says first. */
export interface AnswerHead {
  readonly correlationId: number;
  /** Of EndTxn and InitProducerId only what it says: Kafka's error number, 0 when it was done. */
  readonly error: number | null;
}

/** What becomes of the frames of a stream. */
export interface FrameListener {
  /** A frame begins. @param head the frame from its length on, all of it or as much as the splitter was told to wait for */
  readonly onFrame: (head: Buffer) => void;
  /** The next bytes of that frame, its head among them, uncopied. @param isLast true when the frame ends with them */
  readonly onBytes: (bytes: Buffer, isLast: boolean) => void;
}

const END_TXN = 26;

/** First and last version, without flexible fields, of the requests whose body begins with a transactional id. */
const TRANSACTIONAL: Readonly<Record<number, readonly [first: number, last: number]>> = {
  0: [3, 8],
  22: [0, 1],
  24: [0, 2],
  25: [0, 2],
  [END_TXN]: [0, 2],
  28: [0, 2],
};

/** Splits what a client sends. @returns takes the bytes as they come */
export function splitRequests(listener: FrameListener): (chunk: Buffer) => void {
  return splitFrames(REQUEST_HEAD_BYTES, listener);
}

/** Splits what a broker sends. @returns takes the bytes as they come */
export function splitAnswers(listener: FrameListener): (chunk: Buffer) => void {
  return splitFrames(ANSWER_HEAD_BYTES, listener);
}

function splitFrames(headBytes: number, listener: FrameListener): (chunk: Buffer) => void {
  let waiting: Buffer | null = null;
  let left = 0;
  return (chunk) => {
    let bytes = waiting ? Buffer.concat([waiting, chunk]) : chunk;
    waiting = null;
    while (bytes.length > 0) {
      if (left === 0) {
        const size = bytes.length < LENGTH_BYTES ? null : LENGTH_BYTES + bytes.readUInt32BE(0);
        if (size === null || bytes.length < Math.min(size, headBytes)) {
          waiting = bytes;
          return;
        }
        left = size;
        listener.onFrame(bytes.subarray(0, Math.min(size, headBytes)));
      }
      const piece = bytes.subarray(0, left);
      left -= piece.length;
      bytes = bytes.subarray(piece.length);
      listener.onBytes(piece, left === 0);
    }
  };
}

/**
 * Reads the head of a request.
 * @throws RangeError when it ends too early, or is of a version whose transactional id cannot be found
 */
export function readRequest(head: Buffer): RequestHead {
  const apiKey = head.readInt16BE(4);
  const apiVersion = head.readInt16BE(6);
  const client = readString(head, 12);
  const versions = TRANSACTIONAL[apiKey];
  const fields = { apiKey, apiVersion, correlationId: head.readInt32BE(8), clientId: client.text };
  if (!versions) return { ...fields, transactionalId: null, isCommit: null };
  if (apiVersion < versions[0] || apiVersion > versions[1]) {
    throw new RangeError(`version ${apiVersion} of the request with API key ${apiKey} cannot be read`);
  }
  const transactional = readString(head, client.end);
  // Behind the transactional id: producer id (8 bytes), epoch (2 bytes).
  const isCommit = apiKey === END_TXN ? head.readInt8(transactional.end + 10) === 1 : null;
  return { ...fields, transactionalId: transactional.text, isCommit };
}

/** Reads the head of an answer; the error stands there only in answers to EndTxn and InitProducerId. */
export function readAnswer(head: Buffer): AnswerHead {
  const error = head.length < ANSWER_HEAD_BYTES ? null : head.readInt16BE(12);
  return { correlationId: head.readInt32BE(4), error };
}

function readString(head: Buffer, start: number): { readonly text: string | null; readonly end: number } {
  const length = head.readInt16BE(start);
  const from = start + 2;
  if (length < 0) return { text: null, end: from };
  if (from + length > head.length) throw new RangeError('the head of the request is cut off');
  return { text: head.toString('utf8', from, from + length), end: from + length };
}
