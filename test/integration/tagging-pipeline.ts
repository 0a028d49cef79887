import type { RoutePipeline } from '../../src/route-pipeline.ts';

/**
 * A route that marks values with `T:` instead of sanitizing them. A value that begins with `Q` is quarantined, `F`
 * is a fault of the guard; `X` grows beyond any limit.
 */
export function createTaggingPipeline(route: {
  readonly name: string;
  readonly source: string;
  readonly sink: string;
  readonly quarantine: string;
}): RoutePipeline {
  return {
    ...route,
    memoryRecords: 0,
    missingSchemas: () => [],
    load: async () => {},
    prepare: async () => {},
    sanitize: ({ key, value, timestamp, offset }, partition) => {
      const first = value?.[0];
      if (first === Q) return { kind: 'quarantine', reason: 'malformed_avro' };
      if (first === F) return { kind: 'quarantine', reason: 'leak_blocked', check: 'untreated', fault: true };
      const tagged = first === X ? Buffer.alloc(4_000_000) : value && Buffer.concat([TAG, value]);
      const headers = { 'sigilo-source': Buffer.from(`${route.source}/${partition}/${offset}`) };
      return { kind: 'forward', record: { key, value: tagged, headers, timestamp } };
    },
    seal: (record, outcome, partition, _attempt, _at, limits) => {
      const payload = record.value ?? Buffer.alloc(0);
      const isKept = payload.length <= limits.payloadBytes;
      return {
        key: `${route.source}/${partition}/${record.offset}`,
        value: Buffer.concat([Buffer.from(`${outcome.reason}:`), isKept ? payload : Buffer.alloc(0)]),
        schemaId: null,
        omitted: isKept ? null : 'budget',
        payloadBytes: isKept ? payload.length : 0,
      };
    },
    takeCounts: () => ({
      findings: new Map(),
      leaksBlocked: new Map(),
      headersDropped: 0,
      recalled: 0,
      uncoveredDropped: 0,
      otherLanguage: 0,
      guardSeconds: 0,
    }),
    planIds: () => [],
  };
}

const TAG = Buffer.from('T:');
const [Q, F, X] = Buffer.from('QFX');
