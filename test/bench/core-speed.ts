import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { cpuUsage } from 'node:process';
import { loadTypes } from '../../src/commands/demo/schemas.ts';
import { parseSchema } from '../../src/core/avro/schema.ts';
import { FRAME_BYTES } from '../../src/core/avro/wire-format.ts';
import { createCoreState } from '../../src/core/core-state.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { compilePlan } from '../../src/core/policy/compile-plan.ts';
import type { SourceRecord } from '../../src/core/record.ts';
import { sanitizeRecord } from '../../src/core/sanitize-record.ts';
import { createTokenizer } from '../../src/core/treat/token.ts';
import { readKnowledge } from '../../src/knowledge-files.ts';
import { createPolicyDetectors } from '../../src/policy-detectors.ts';
import { readPolicies } from '../../src/policy-file.ts';
import { makeChatRecords, withoutText } from './chat-records.ts';

export interface CoreSpeed {
  /** Without free text. */
  readonly recordsPerSecond: number;
  readonly withTextRecordsPerSecond: number;
  /** For scale: how often avsc alone decodes and encodes the same records, with text. */
  readonly avscRoundTripsPerSecond: number;
}

const CPU_SECONDS = 3;

/** Sanitizes chat messages in this process, over and over; counts records a second of CPU time, so other processes do not matter. */
export function measureCore(): CoreSpeed {
  const folder = new URL('../../schemas/', import.meta.url);
  const file = 'chat-message.policy.yaml';
  const policies = readPolicies([{ file, text: readFileSync(new URL(file, folder), 'utf8') }]);
  const schema = parseSchema(JSON.parse(readFileSync(new URL('chat-message.avsc', folder), 'utf8')));
  const { id: detectorId, detectorOf } = createPolicyDetectors(readKnowledge());
  const settings = {
    uncovered: 'quarantine',
    limits: DEFAULT_LIMITS,
    region: 'BR',
    keyVersion: 'k1',
    detectorId,
    canaries: [],
  } as const;
  const draft = compilePlan(policies, schema, settings);
  if (!draft || draft.faults.length > 0) throw new Error('the chat policy does not compile');
  const plan = draft.complete(1, 2);
  const tokenizer = createTokenizer(
    { version: 'k1', secret: Buffer.alloc(32, 7) },
    { region: 'BR', cacheEntries: 100_000 },
  );
  const state = createCoreState({
    tokenizer,
    detectorOf,
    limits: DEFAULT_LIMITS,
    region: 'BR',
    clock: () => performance.now() / 1000,
  });
  const traffic = makeChatRecords(5_000, 7, 1);
  const records = traffic.map(
    ({ key, value, headers, timestamp }, index): SourceRecord => ({
      key,
      value,
      headers,
      timestamp: String(timestamp),
      offset: String(index),
    }),
  );
  const values = withoutText(traffic, 1);
  const bare = records.map((record, index) => ({ ...record, value: values[index] as Buffer }));

  const sanitize = (input: readonly SourceRecord[]) => () => {
    for (const record of input) {
      const outcome = sanitizeRecord(plan.rules, plan, record, `raw/0/${record.offset}`, state);
      if (outcome.kind !== 'forward') {
        throw new Error(`a clean record was quarantined: ${outcome.reason} at ${outcome.fieldPath} (${outcome.check})`);
      }
    }
  };
  const { chat } = loadTypes();
  const bodies = records.map(({ value }) => (value as Buffer).subarray(FRAME_BYTES));
  const roundTrip = () => {
    for (const body of bodies) chat.toBuffer(chat.fromBuffer(body));
  };

  return {
    recordsPerSecond: rateOf(sanitize(bare), bare.length),
    withTextRecordsPerSecond: rateOf(sanitize(records), records.length),
    avscRoundTripsPerSecond: rateOf(roundTrip, bodies.length),
  };
}

/** Rounds of `records` records a second of CPU time, in records. */
function rateOf(round: () => void, records: number): number {
  for (let warmUp = 0; warmUp < 4; warmUp++) round();
  const began = cpuUsage();
  let done = 0;
  let seconds = 0;
  while (seconds < CPU_SECONDS) {
    round();
    done += records;
    const used = cpuUsage(began);
    seconds = (used.user + used.system) / 1e6;
  }
  return Math.round(done / seconds);
}

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(measureCore()));
