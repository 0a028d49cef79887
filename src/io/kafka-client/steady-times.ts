import { createRequire } from 'node:module';

interface Group {
  /** Milliseconds since 1970. */
  lastRequest: number;
  heartbeat: (options: { readonly interval: number }) => Promise<void>;
}

interface Brokers {
  readonly metadataMaxAge: number;
  /** Milliseconds since 1970; null before the first answer. */
  metadataExpireAt: number | null;
  refreshMetadataIfNecessary: (topics: readonly string[]) => Promise<unknown>;
}

interface Request {
  readonly requestTimeout: number;
  readonly send: () => void;
  readonly timeoutRequest: () => void;
}

interface Requests {
  readonly enforceRequestTimeout: boolean;
  readonly requestTimeout: number;
  readonly inflight: ReadonlyMap<number, Request>;
  readonly isConnected: () => boolean;
  readonly destroy: () => void;
  requestTimeoutIntervalId: NodeJS.Timeout;
  /** Milliseconds since 1970. */
  throttledUntil: number;
  scheduleRequestTimeoutCheck: () => void;
  canSendSocketRequestImmediately: () => boolean;
}

/** Brokers ask for pauses of seconds; a longer one is what a clock that went back has left. */
const LONGEST_THROTTLE_MS = 300_000;
const LOOK_MS = 100;

let isInstalled = false;

/**
 * Makes kafkajs bear jumps of the system's clock, by which it measures intervals: after one back, no heartbeat would be
 * sent, no new partition be seen and no request time out until the clock is where it was; at one forward, all requests
 * under way would fail at once.
 */
export function installSteadyTimes(): void {
  if (isInstalled) return;
  isInstalled = true;
  const require = createRequire(import.meta.url);
  const prototypeOf = <Kind>(path: string) => (require(`kafkajs/src/${path}`) as { prototype: Kind }).prototype;
  keepHeartbeats(prototypeOf<Group>('consumer/consumerGroup'));
  keepMetadataFresh(prototypeOf<Brokers>('cluster/brokerPool'));
  timeRequests(
    prototypeOf<Requests>('network/requestQueue'),
    prototypeOf<Request>('network/requestQueue/socketRequest'),
  );
}

function keepHeartbeats(group: Group): void {
  const { heartbeat } = group;
  group.heartbeat = function (options) {
    if (this.lastRequest > Date.now()) this.lastRequest = 0;
    return heartbeat.call(this, options);
  };
}

function keepMetadataFresh(brokers: Brokers): void {
  const { refreshMetadataIfNecessary } = brokers;
  brokers.refreshMetadataIfNecessary = function (topics) {
    if ((this.metadataExpireAt ?? 0) > Date.now() + this.metadataMaxAge) this.metadataExpireAt = 0;
    return refreshMetadataIfNecessary.call(this, topics);
  };
}

function timeRequests(requests: Requests, request: { send: () => void }): void {
  const { send } = request;
  const sentAt = new WeakMap<object, number>();
  request.send = function (this: Request) {
    sentAt.set(this, performance.now());
    send.call(this);
  };
  requests.scheduleRequestTimeoutCheck = function () {
    if (!this.enforceRequestTimeout) return;
    this.destroy();
    const look = () => {
      for (const each of [...this.inflight.values()]) {
        if (performance.now() - (sentAt.get(each) ?? 0) > each.requestTimeout) each.timeoutRequest();
      }
      if (!this.isConnected()) this.destroy();
    };
    this.requestTimeoutIntervalId = setInterval(look, Math.min(this.requestTimeout, LOOK_MS));
  };
  const { canSendSocketRequestImmediately } = requests;
  requests.canSendSocketRequestImmediately = function () {
    if (this.throttledUntil > Date.now() + LONGEST_THROTTLE_MS) this.throttledUntil = -1;
    return canSendSocketRequestImmediately.call(this);
  };
}
