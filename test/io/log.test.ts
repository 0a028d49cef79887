import { createRequire } from 'node:module';
import { type LogEntry, logLevel } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { faultText } from '../../src/core/connection-fault.ts';
import { SigiloError } from '../../src/errors.ts';
import { createKafkaLogCreator } from '../../src/io/kafka-client-log.ts';
import { createLog, errorFields } from '../../src/io/log.ts';
import type { LogFields } from '../../src/telemetry-events.ts';

const PLANTED = '529.982.247-25';

function capture(level: 'debug' | 'info' | 'warn' | 'error' = 'debug') {
  const lines: string[] = [];
  const log = createLog({ level, destination: { write: (line: string) => void lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

describe('a line', () => {
  it('is one JSON object with level, time, message and the given fields', () => {
    const { log, lines, last } = capture();
    log('warn', 'partition paused', { route: 'chat', partition: 3, code: 'registry.unavailable', partitions: [1, 2] });
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(last()).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      route: 'chat',
      partition: 3,
      code: 'registry.unavailable',
      partitions: [1, 2],
      msg: 'partition paused',
    });
  });

  it('is left out below the level', () => {
    const { log, lines } = capture('warn');
    log('info', 'quiet');
    log('error', 'loud');
    expect(lines).toHaveLength(1);
  });

  it('never throws', () => {
    const write = () => {
      throw new Error('EPIPE');
    };
    expect(() => createLog({ level: 'info', destination: { write } })('info', 'hello')).not.toThrow();
  });
});

describe('a planted value is in no line', () => {
  const causes = Object.assign(new Error(PLANTED, { cause: new Error(PLANTED) }), { detail: PLANTED });

  it.each<[string, Record<string, unknown>]>([
    ['an unknown field', { value: PLANTED, text: PLANTED, key: PLANTED }],
    ['an error', { err: causes, error: causes, cause: causes }],
    ['a field of a known code', { code: PLANTED }],
    ['a number as text', { partition: PLANTED, count: PLANTED, partitions: [PLANTED] }],
    ['an object in place of a text', { route: { value: PLANTED }, topic: [PLANTED], offset: causes }],
    ['an object that turns itself into text', { route: { toString: () => PLANTED, toJSON: () => PLANTED } }],
    [
      'a word',
      { outcome: PLANTED, stage: PLANTED, thrown: PLANTED, namespace: PLANTED, signal: PLANTED, offset: PLANTED },
    ],
    ['a key of counts', { quarantined: { [PLANTED]: 1 }, leaksBlocked: { identifier: PLANTED } }],
    ['a prototype', Object.create({ route: PLANTED }) as Record<string, unknown>],
    ['a name that is no name', { route: `chat ${PLANTED}`, topic: `${PLANTED}\n`, host: `a b ${PLANTED}` }],
  ])('when it comes as %s', (_, fields) => {
    const { log, lines } = capture();
    log('error', 'something failed', fields as LogFields);
    expect(lines[0]).toContain('something failed');
    expect(lines[0]).not.toContain(PLANTED);
  });

  it.each([`cannot read ${PLANTED}`, `line\nbreak`, 'quoted "text"', 'x'.repeat(500), String(causes)])(
    'when it is built into the message %j',
    (message) => {
      const { log, last } = capture();
      log('error', message);
      expect(last().msg).toBe('message withheld');
    },
  );

  it('when it is in a foreign error, its cause or its fields', () => {
    const { log, lines, last } = capture();
    log('error', 'it failed', errorFields(causes));
    log('error', 'it failed', errorFields(PLANTED));
    log('error', 'it failed', errorFields({ message: PLANTED }));
    expect(lines.join('')).not.toContain(PLANTED);
    expect(JSON.parse(lines[0] ?? '').thrown).toBe('Error');
    expect(last().thrown).toBe('object');
  });

  it('when it is in a list of faults', () => {
    const { log, last } = capture();
    log(
      'error',
      'it failed',
      errorFields(new SigiloError('config.invalid', { file: 'sigilo.yaml', faults: [PLANTED] })),
    );
    expect(last()).toMatchObject({ code: 'config.invalid', retryable: false, file: 'sigilo.yaml' });
    expect(JSON.stringify(last())).not.toContain(PLANTED);
  });
});

describe("kafkajs' own logger", () => {
  function report(level: logLevel, log: Record<string, unknown>, namespace = 'Connection') {
    const captured = capture();
    const entry = { namespace, level, label: 'X', log: { timestamp: '', message: '', ...log } } as LogEntry;
    createKafkaLogCreator(captured.log)(logLevel.DEBUG)(entry);
    return captured;
  }

  it.each([
    ['Connection error: connect ECONNREFUSED', 'kafka client: connection failed'],
    ['SASL SCRAM-SHA-256 authentication failed', 'kafka client: authentication failed'],
    [`Failed to connect to seed broker, ${PLANTED}`, 'kafka client: broker not reached'],
    [`something new about ${PLANTED}`, 'kafka client: other message'],
  ])('%j becomes %j', (message, expected) => {
    const { last, lines } = report(logLevel.ERROR, {
      message,
      broker: '127.0.0.1:9092',
      retryCount: 2,
      stack: PLANTED,
    });
    expect(last()).toMatchObject({
      level: 'warn',
      msg: expected,
      namespace: 'Connection',
      broker: '127.0.0.1:9092',
      attempt: 2,
    });
    expect(lines[0]).not.toContain(PLANTED);
  });

  it.each([
    ['Connection error: ', 'kafka.tls', 'CERT_HAS_EXPIRED', 'kafka client: connection failed', 'errorType'],
    ['SASL: ', 'kafka.unauthorized', 'REFUSED', 'kafka client: authentication failed', 'errorType'],
    ['', 'config.secret_unreadable', 'kafka.ssl.key', 'kafka client: authentication failed', 'setting'],
  ] as const)('tells the fault behind %j by %s', (prefix, code, detail, msg, field) => {
    const { last } = report(logLevel.ERROR, { message: prefix + faultText({ code, detail }) });
    expect(last()).toMatchObject({ level: 'warn', msg, code, [field]: detail });
    const { last: ofError } = report(logLevel.ERROR, { message: new Error(faultText({ code, detail })) });
    expect(ofError()).toMatchObject({ code, [field]: detail });
  });

  it('takes no foreign text for a fault', () => {
    const { lines } = report(logLevel.ERROR, { message: `sigilo fault kafka.tls ${PLANTED}` });
    expect(lines[0]).not.toContain(PLANTED);
    expect(faultText({ code: 'kafka.tls', detail: PLANTED })).toBe('sigilo fault kafka.tls 529.982.247_25');
  });

  it('tells only whoever debugs that the retries of a producer are limited', () => {
    const message = 'Limiting retries for the idempotent producer may invalidate EoS guarantees';
    const { last } = report(logLevel.WARN, { message }, 'Producer');
    expect(last()).toMatchObject({ level: 'debug', msg: 'kafka client: retries are limited' });
  });

  it('names the class of a crash, not its message', () => {
    const { last, lines } = report(
      logLevel.ERROR,
      { message: `Crash: KafkaJSNonRetriableError: ${PLANTED}` },
      'Consumer',
    );
    expect(last()).toMatchObject({ msg: 'kafka client: consumer crashed', thrown: 'KafkaJSNonRetriableError' });
    expect(lines[0]).not.toContain(PLANTED);
  });

  it.each(['error', 'data', 'payload', 'stack', 'memberAssignment', 'groupId', 'cause'])(
    'drops its field %s',
    (field) => {
      expect(report(logLevel.ERROR, { message: 'Response Fetch', [field]: PLANTED }).lines[0]).not.toContain(PLANTED);
    },
  );

  it('names the errors of the protocol as kafkajs does', () => {
    const { errorCodes } = createRequire(import.meta.url)('kafkajs/src/protocol/error.js') as {
      errorCodes: { type: string; message: string }[];
    };
    const typeOf = (message: string) =>
      report(logLevel.ERROR, { message: 'Response X', error: message }).last().errorType;
    const named = errorCodes.filter(({ message }) => typeOf(message) !== undefined);
    expect(named.map(({ message }) => typeOf(message))).toEqual(named.map(({ type }) => type));
    expect(named).toHaveLength(13);
  });

  it('is quiet about concurrent transactions, which are retried', () => {
    const error =
      'The producer attempted to update a transaction while another concurrent operation on the same transaction was ongoing';
    expect(report(logLevel.ERROR, { message: 'Response EndTxn', error }).last()).toMatchObject({ level: 'debug' });
  });

  it.each([
    [logLevel.WARN, 'warn'],
    [logLevel.INFO, 'info'],
    [logLevel.DEBUG, 'debug'],
  ])('keeps its level %i as %s', (level, expected) => {
    expect(report(level, { message: 'x' }).last().level).toBe(expected);
  });
});
