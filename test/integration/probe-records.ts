import { randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaRegistry as RegistryClient, SchemaType } from '@kafkajs/confluent-schema-registry';
import type { StackState } from '../../deploy/local/stack-control.ts';
import { planRoutes } from '../../src/commands/plan/plan-routes.ts';
import { loadConfig } from '../../src/config.ts';
import { openRegistry } from '../../src/open-registry.ts';
import type { Workspace } from './worker-run.ts';

/** A record type with a place for everything that can be wrong in Avro bytes. @param doc makes another version of it */
export function probeSchema(doc = 'version 1'): object {
  const node = {
    type: 'record',
    name: 'Node',
    fields: [
      { name: 'label', type: 'string' },
      { name: 'child', type: ['null', 'Node'], default: null },
    ],
  };
  return {
    type: 'record',
    name: 'Probe',
    namespace: 'br.sigilo.test',
    doc,
    fields: [
      { name: 'id', type: 'string' },
      { name: 'name', type: 'string' },
      { name: 'cpf', type: 'long' },
      { name: 'urgent', type: 'boolean' },
      { name: 'level', type: { type: 'enum', name: 'Level', symbols: ['LOW', 'HIGH'] } },
      { name: 'score', type: 'double' },
      { name: 'weight', type: 'float' },
      { name: 'contact', type: ['null', 'string', 'long'] },
      { name: 'photo', type: 'bytes' },
      { name: 'notes', type: { type: 'map', values: 'string' } },
      { name: 'labels', type: { type: 'map', values: 'string' } },
      { name: 'tree', type: node },
      { name: 'text', type: 'string' },
    ],
  };
}

export const PROBE_POLICY = `policy: probe
record: br.sigilo.test.Probe
profile: lgpd
tenant: { const: test }
timestamp: hour
key: { as: utf8, tokenize: { type: OTHER_ID, domain: test } }
headers:
  traceparent: { as: utf8, keep: { pattern: '00-[0-9a-f]{32}', max: 35 } }
  patient-ref: { as: utf8, tokenize: OTHER_ID }
types:
  br.sigilo.test.Node: { label: { redact: OTHER_ID } }
fields:
  id: { keep: uuid }
  name: { tokenize: PERSON }
  cpf: { tokenize: CPF }
  urgent: keep
  level: keep
  score: keep
  weight: keep
  contact: { redact: OTHER_ID }
  photo: { redact: OTHER_ID }
  notes{key}: { tokenize: OTHER_ID }
  notes{value}: { redact: OTHER_ID }
  labels{key}: { keep: { pattern: '[a-z_]+', max: 20 } }
  labels{value}: { redact: OTHER_ID }
  text: detect
`;

/** Writes the probe's policy into a workspace and gives the file's name. */
export function writePolicy(workspace: Workspace, text: string = PROBE_POLICY, name = 'probe.policy.yaml'): string {
  writeFileSync(join(workspace.directory, name), text);
  return name;
}

/** Registers schemas as versions of a source's subject with a client that is not ours; gives their ids in order. */
export async function registerSource(stack: StackState, source: string, schemas: readonly object[]): Promise<number[]> {
  const client = new RegistryClient({ host: stack.registry });
  const ids: number[] = [];
  for (const schema of schemas) {
    const confluent = { type: SchemaType.AVRO as const, schema: JSON.stringify(schema) };
    ids.push((await client.register(confluent, { subject: `${source}-value` })).id);
  }
  return ids;
}

/** Registers the sink schemas of all routes, as `sigilo plan --register` does. */
export async function registerSinks(workspace: Workspace): Promise<void> {
  const config = loadConfig(workspace.configFile);
  await planRoutes(config, openRegistry({ ...config.registry, timeoutMs: 20_000 }), true);
}

/** Values that occur in one record and nowhere else. */
export interface Planted {
  readonly key: string;
  readonly header: string;
  readonly name: string;
  readonly cpf: bigint;
}

export function plant(): Planted {
  const random = (prefix: string) => `${prefix}-${randomBytes(6).toString('hex')}`;
  const cpf = 10_000_000_000n + (randomBytes(8).readBigUInt64BE() % 90_000_000_000n);
  return { key: random('chave'), header: random('cabecalho'), name: `Ozenir ${random('Bravatelli')}`, cpf };
}

/** The bytes of a probe, field by field in the schema's order, so that a test can put others in their place. */
export function probeParts(planted: Planted) {
  const { name, cpf } = planted;
  return {
    id: text(randomUUID()),
    name: text(name),
    cpf: varint(cpf),
    urgent: Buffer.of(1),
    level: varint(1n),
    score: double(36.5),
    weight: float(70.25),
    contact: Buffer.concat([varint(1n), text(Buffer.from(name).toString('base64'))]),
    photo: bytes(Buffer.from(name, 'utf16le')),
    notes: map([[name, name]]),
    labels: map([['origin', name]]),
    tree: Buffer.concat([text(name), varint(0n)]),
    text: text('sem dor desde ontem'),
  };
}

export type ProbeParts = Record<keyof ReturnType<typeof probeParts>, Buffer>;

/** A value in Confluent framing. */
export function frame(schemaId: number, ...body: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(5);
  head.writeInt32BE(schemaId, 1);
  return Buffer.concat([head, ...body]);
}

/** A framed probe with some fields replaced by other bytes. */
export function probe(schemaId: number, planted: Planted, changed: Partial<ProbeParts> = {}): Buffer {
  return frame(schemaId, ...Object.values({ ...probeParts(planted), ...changed }));
}

/** Avro's zig-zag varint. */
export function varint(value: bigint): Buffer {
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  const encoded: number[] = [];
  for (; rest > 0x7fn; rest >>= 7n) encoded.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...encoded, Number(rest)]);
}

export function bytes(content: Buffer): Buffer {
  return Buffer.concat([varint(BigInt(content.length)), content]);
}

export function text(content: string): Buffer {
  return bytes(Buffer.from(content));
}

/** A map of strings in one block. */
export function map(entries: readonly (readonly [key: string, value: string])[]): Buffer {
  const items = entries.flatMap(([key, value]) => [text(key), text(value)]);
  return Buffer.concat([varint(BigInt(entries.length)), ...items, Buffer.of(0)]);
}

export function double(value: number): Buffer {
  const encoded = Buffer.alloc(8);
  encoded.writeDoubleLE(value);
  return encoded;
}

export function float(value: number): Buffer {
  const encoded = Buffer.alloc(4);
  encoded.writeFloatLE(value);
  return encoded;
}
