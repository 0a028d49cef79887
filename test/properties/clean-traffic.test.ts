import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSchema } from '../../src/core/avro/schema.ts';
import { createCoreState } from '../../src/core/core-state.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { compilePlan } from '../../src/core/policy/compile-plan.ts';
import { sanitizeRecord } from '../../src/core/sanitize-record.ts';
import { createTokenizer } from '../../src/core/treat/token.ts';
import { readKnowledge } from '../../src/knowledge-files.ts';
import { createPolicyDetectors } from '../../src/policy-detectors.ts';
import { readPolicies } from '../../src/policy-file.ts';
import { makeChatRecords } from '../bench/chat-records.ts';

const RECORDS = 100_000;
/** Generated in parts, so that the test needs little memory. */
const PARTS = 10;

describe('clean traffic', () => {
  it(`flows: of ${RECORDS} clean records all are forwarded and none is blocked`, { timeout: 300_000 }, () => {
    const folder = new URL('../../schemas/', import.meta.url);
    const file = 'chat-message.policy.yaml';
    const policies = readPolicies([{ file, text: readFileSync(new URL(file, folder), 'utf8') }]);
    const schema = parseSchema(JSON.parse(readFileSync(new URL('chat-message.avsc', folder), 'utf8')));
    const { id: detectorId, detectorOf } = createPolicyDetectors(readKnowledge());
    const limits = DEFAULT_LIMITS;
    const settings = {
      uncovered: 'quarantine',
      limits,
      region: 'BR',
      keyVersion: 'k1',
      detectorId,
      canaries: [],
    } as const;
    const plan = compilePlan(policies, schema, settings)?.complete(1, 2);
    if (!plan) throw new Error('the chat policy does not compile');
    const tokenizer = createTokenizer(
      { version: 'k1', secret: Buffer.alloc(32, 7) },
      { region: 'BR', cacheEntries: 10_000 },
    );
    const state = createCoreState({ tokenizer, detectorOf, limits, region: 'BR', clock: () => 0 });
    const blocked: string[] = [];
    let forwarded = 0;
    for (let part = 0; part < PARTS; part++) {
      for (const { key, value, headers, timestamp } of makeChatRecords(RECORDS / PARTS, 100 + part, 1)) {
        const record = { key, value, headers, timestamp: String(timestamp), offset: '0' };
        const outcome = sanitizeRecord(plan.rules, plan, record, 'raw/0/0', state);
        if (outcome.kind === 'forward') forwarded++;
        else
          blocked.push(
            `seed ${100 + part}: ${outcome.reason} at ${outcome.fieldPath} (${outcome.check} ${outcome.mask})`,
          );
      }
    }
    expect(blocked).toEqual([]);
    expect(forwarded).toBe(RECORDS);
  });
});
