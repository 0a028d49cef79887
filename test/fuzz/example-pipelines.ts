import { readFileSync } from 'node:fs';
import { loadSchemas, SCHEMA_FOLDER, VERSIONS, type Version } from '../../src/commands/demo/schemas.ts';
import { ROUTES, type RouteName } from '../../src/commands/demo/traffic-record.ts';
import type { SchemaJson } from '../../src/core/avro/schema.ts';
import { createTokenizer } from '../../src/core/treat/token.ts';
import { createRoutePipeline, type RoutePipelineOptions } from '../../src/create-route-pipeline.ts';
import { defaultPlanSettings } from '../../src/default-plan-settings.ts';
import { readKnowledge } from '../../src/knowledge-files.ts';
import { createPolicyDetectors } from '../../src/policy-detectors.ts';
import { readPolicies } from '../../src/policy-file.ts';
import type { RoutePipeline } from '../../src/route-pipeline.ts';

/** Ids under which the schema versions of the example traffic are known. */
export const SCHEMA_IDS = Object.fromEntries(VERSIONS.map((version, index) => [version, index + 1])) as Record<
  Version,
  number
>;

const FIRST_SINK_ID = 1_000;
const POLICIES: Readonly<Record<RouteName, string>> = {
  chat: 'chat-message.policy.yaml',
  clinical: 'clinical-message.policy.yaml',
};

/** The routes of the example policies in this process, from a record's bytes to its outcome. */
export interface ExamplePipelines {
  readonly pipelines: Readonly<Record<RouteName, RoutePipeline>>;
  /** The sink schema that an id stands for. */
  readonly sinkSchema: (id: number) => SchemaJson | undefined;
}

/** Makes the pipelines of the example policies with the real detector; every sink schema is registered. */
export async function makeExamplePipelines(): Promise<ExamplePipelines> {
  const schemas = loadSchemas();
  const byId = new Map(VERSIONS.map((version) => [SCHEMA_IDS[version], schemas[version] as unknown as SchemaJson]));
  const sinks: string[] = [];
  const registry: RoutePipelineOptions['registry'] = {
    schemasByIds: async (ids) =>
      new Map(
        ids.map((id) => {
          const schema = byId.get(id);
          return [id, schema === undefined ? { kind: 'unknown' } : { kind: 'avro', schema, references: [] }] as const;
        }),
      ),
    lookupId: async (_subject, schema) => {
      const text = JSON.stringify(schema);
      if (!sinks.includes(text)) sinks.push(text);
      return FIRST_SINK_ID + sinks.indexOf(text);
    },
  };
  const { id: detectorId, detectorOf } = createPolicyDetectors(readKnowledge());
  const settings = defaultPlanSettings(detectorId);
  const make = (name: RouteName): RoutePipeline => {
    const file = SCHEMA_FOLDER + POLICIES[name];
    return createRoutePipeline({
      route: { name, source: `${name}.raw`, sink: `${name}.sanitized`, quarantine: `${name}.quarantine` },
      policies: readPolicies([{ file, text: readFileSync(file, 'utf8') }]),
      settings,
      tokenizer: createTokenizer({ version: 'k1', secret: Buffer.alloc(32, 1) }, { region: 'BR', cacheEntries: 1_000 }),
      detectorOf,
      conversationSecret: Buffer.alloc(32, 2),
      registry,
      makeDataKey: async () => ({ key: Buffer.alloc(32, 3), keyWrap: 'wrapped', recipients: ['age1'], counter: 0 }),
      now: () => performance.now(),
    });
  };
  const pipelines = { chat: make('chat'), clinical: make('clinical') };
  for (const route of ROUTES) {
    await pipelines[route].load(Object.values(SCHEMA_IDS));
    await pipelines[route].prepare();
  }
  return {
    pipelines,
    sinkSchema: (id) => {
      const text = sinks[id - FIRST_SINK_ID];
      return text === undefined ? undefined : (JSON.parse(text) as SchemaJson);
    },
  };
}
