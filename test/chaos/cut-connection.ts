import type { Socket } from 'node:net';
import type { CutPlace, SeenRequest } from './chaos-run.ts';
import { type RequestHead, readAnswer, readRequest, splitAnswers, splitRequests } from './kafka-frames.ts';

/** A cut that one request has met. */
export interface MetCut {
  readonly place: CutPlace;
  /** True when it is wanted no more. */
  readonly isWithdrawn: () => boolean;
  readonly done: () => void;
  /** The connection has ended before the cut could be made. */
  readonly missed: () => void;
}

/** Who looks on, and says what is to be cut. */
export interface Traffic {
  /** How a request is known, or null when nobody asks for its kind; called before it is passed on. */
  readonly see: (head: RequestHead) => SeenRequest | null;
  readonly meet: (seen: SeenRequest) => MetCut | null;
  readonly passed: (seen: SeenRequest) => void;
  readonly answered: (seen: SeenRequest, isCommit: boolean | null, error: number | null) => void;
}

interface Unanswered {
  readonly seen: SeenRequest;
  readonly isCommit: boolean | null;
  readonly cut: MetCut | null;
}

/**
 * Passes frames between a client and a broker until one of them ends, or a request meets a cut. What was passed on
 * before a cut reaches the broker all the same, and its answers are read: they tell what became of transactions.
 * @param broker may still be connecting; the client is cut off when that fails
 */
export function joinConnection(client: Socket, broker: Socket, traffic: Traffic): void {
  const unanswered = new Map<number, Unanswered>();
  let state: 'open' | 'cut' | 'silent' = 'open';
  let cutBehind: MetCut | null = null;

  const sever = (as: 'cut' | 'silent'): void => {
    state = as;
    if (as === 'cut') client.destroy();
    // In order, so that the broker still reads what came before; closing it by force would take that back.
    broker.end();
  };

  const takeRequests = splitRequests({
    onFrame: (head) => {
      if (state !== 'open') return;
      const request = readRequest(head);
      const seen = traffic.see(request);
      if (!seen) return;
      const cut = traffic.meet(seen);
      if (cut?.place === 'before') {
        sever('cut');
        cut.done();
        return;
      }
      traffic.passed(seen);
      if (cut?.place === 'after') cutBehind = cut;
      unanswered.set(request.correlationId, { seen, isCommit: request.isCommit, cut });
    },
    onBytes: (bytes, isLast) => {
      if (state !== 'open') return;
      pass(bytes, client, broker);
      if (!isLast || !cutBehind) return;
      sever('cut');
      cutBehind.done();
    },
  });

  const takeAnswers = splitAnswers({
    onFrame: (head) => {
      const { correlationId, error } = readAnswer(head);
      const request = unanswered.get(correlationId);
      if (!request) return;
      unanswered.delete(correlationId);
      traffic.answered(request.seen, request.isCommit, error);
      const { cut } = request;
      if (state !== 'open' || !cut || cut.isWithdrawn()) return;
      sever(cut.place === 'silent' ? 'silent' : 'cut');
      cut.done();
    },
    onBytes: (bytes) => {
      if (state === 'open') pass(bytes, broker, client);
    },
  });

  client.on('data', (chunk: Buffer) => corked(broker, () => takeRequests(chunk)));
  broker.on('data', (chunk: Buffer) => corked(client, () => takeAnswers(chunk)));
  client.on('drain', () => broker.resume());
  broker.on('drain', () => client.resume());
  // An error is always followed by `close`.
  for (const socket of [client, broker]) socket.setNoDelay(true).on('error', () => {});
  client.on('close', () => {
    broker.resume();
    broker.end();
    for (const { cut } of unanswered.values()) cut?.missed();
  });
  broker.on('close', () => {
    if (state !== 'silent') client.destroySoon();
  });
}

/** Hands bytes on without copying them; whoever sends faster than the other takes has to wait. */
function pass(bytes: Buffer, from: Socket, to: Socket): void {
  if (to.writable && !to.write(bytes)) from.pause();
}

/** Sends what the work writes in one piece. */
function corked(socket: Socket, work: () => void): void {
  socket.cork();
  work();
  socket.uncork();
}
