import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runScenario, type Scenario } from './run-scenario.ts';

interface Expected {
  readonly record?: unknown;
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timestamp?: string;
  readonly quarantine?: {
    readonly reason: string;
    readonly fieldPath?: string;
    readonly check?: string;
    readonly mask?: string;
  };
  readonly counts?: Readonly<Record<string, number>>;
}

/** Writes each token as `<CPF:1>`, numbered by type in the order in which different ones appear: equal tokens, equal names. */
function nameTokens(actual: unknown): unknown {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const text = JSON.stringify(actual).replace(/\[([A-Z_]+)~k1~[A-Z2-7]{16}\]/g, (token, entity: string) => {
    if (!names.has(token)) {
      counts.set(entity, (counts.get(entity) ?? 0) + 1);
      names.set(token, `<${entity}:${counts.get(entity)}>`);
    }
    return names.get(token) as string;
  });
  return JSON.parse(text);
}

const folder = new URL('.', import.meta.url);
for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
  describe(file.replace('.yaml', '').replaceAll('-', ' '), () => {
    const { schema, policy, cases } = parse(readFileSync(new URL(file, folder), 'utf8')) as {
      schema: Scenario['schema'];
      policy: string;
      cases: (Omit<Scenario, 'schema' | 'policy'> & {
        readonly it: string;
        readonly policy?: string;
        readonly expect: Expected;
      })[];
    };
    for (const each of cases) {
      it(each.it, () => {
        const { outcome, record, counts } = runScenario({ ...each, schema, policy: each.policy ?? policy });
        const { expect: expected } = each;
        if (expected.quarantine) {
          expect(outcome).toMatchObject({ kind: 'quarantine', ...expected.quarantine });
          return;
        }
        expect(outcome).toMatchObject({ kind: 'forward' });
        if (outcome.kind !== 'forward') return;
        const { 'sigilo-plan': plan, 'sigilo-source': source, ...headers } = outcome.record.headers;
        const sink = {
          record,
          key: outcome.record.key?.toString() ?? null,
          headers,
          timestamp: outcome.record.timestamp,
        };
        const { counts: _, ...wanted } = expected;
        expect(nameTokens(sink)).toMatchObject(wanted);
        expect(Object.keys(headers)).toEqual(Object.keys(expected.headers ?? headers));
        expect(source).toBe('raw/3/5');
        expect(plan).toMatch(/^[0-9a-f]{16}$/);
        if (expected.counts) expect(counts).toMatchObject(expected.counts);
      });
    }
  });
}
