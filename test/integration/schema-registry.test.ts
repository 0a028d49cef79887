import { randomUUID } from 'node:crypto';
import { SchemaRegistry as IndependentClient, SchemaType } from '@kafkajs/confluent-schema-registry';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { SchemaJson } from '../../src/core/avro/schema.ts';
import type { SchemaRegistry } from '../../src/io/schema-registry.ts';
import { openRegistry } from '../../src/open-registry.ts';

const chat = (name: string, ...more: SchemaJson[]): SchemaJson => ({
  type: 'record',
  name,
  namespace: 'br.sigilo.test',
  fields: [
    { name: 'text', type: 'string', doc: 'é', 'confluent:tags': ['PII'], sigilo: { treatment: 'detect' } },
    ...more,
  ],
});

let registry: SchemaRegistry;
let independent: IndependentClient;
let subject: string;
let name: string;
let outcomes: string[];

beforeAll(() => {
  const { registry: url } = inject('stack');
  outcomes = [];
  registry = openRegistry({ url, timeoutMs: 10_000 }, (outcome) => outcomes.push(outcome));
  independent = new IndependentClient({ host: url });
  name = `Chat${randomUUID().replaceAll('-', '')}`;
  subject = `${name}-value`;
});

describe('a real registry', () => {
  it('gives back what another client registered, custom attributes included', async () => {
    const schema = chat(name);
    const { id } = await independent.register({ type: SchemaType.AVRO, schema: JSON.stringify(schema) }, { subject });
    expect(await registry.schemaById(id)).toEqual({ kind: 'avro', schema, references: [] });
    expect(await registry.lookupId(subject, schema)).toBe(id);
    expect(await registry.versions(subject)).toEqual([1]);
    expect(await registry.schemaOfVersion(subject, 'latest')).toMatchObject({ id, version: 1, lookup: { schema } });
  });

  it('says that an id is unknown', async () => {
    expect(await registry.schemaById(2_000_000_000)).toEqual({ kind: 'unknown' });
    expect(outcomes.filter((outcome) => outcome === 'not_found')).toHaveLength(2);
  });

  it('says that a subject or a schema is not there', async () => {
    expect(await registry.lookupId('absent-value', chat(name))).toBeNull();
    expect(await registry.lookupId(subject, chat('Other'))).toBeNull();
    expect(await registry.versions('absent-value')).toEqual([]);
    expect(await registry.schemaOfVersion(subject, 99)).toBeNull();
  });

  it('takes a compatible schema and refuses another', async () => {
    const wider = chat(name, { name: 'channel', type: ['null', 'string'], default: null });
    const broken = chat(name, { name: 'needed', type: 'string' });
    expect(await registry.isCompatible(subject, wider)).toBe(true);
    expect(await registry.isCompatible(subject, broken)).toBe(false);
    expect(await registry.isCompatible('absent-value', broken)).toBe(true);
    const id = await registry.register(subject, wider);
    expect(await registry.lookupId(subject, wider)).toBe(id);
    await expect(registry.register(subject, broken)).rejects.toMatchObject({ code: 'registry.incompatible' });
  });

  it('resolves references', async () => {
    const part = `${name}Part`;
    await registry.register(`${part}-value`, chat(part));
    const schema = JSON.stringify({
      ...(chat(`${name}Whole`) as object),
      fields: [{ name: 'part', type: `br.sigilo.test.${part}` }],
    });
    const references = [{ name: `br.sigilo.test.${part}`, subject: `${part}-value`, version: 1 }];
    const { id } = await independent.register(
      { type: SchemaType.AVRO, schema, references },
      { subject: `${name}-whole` },
    );
    expect(await registry.schemaById(id)).toEqual({
      kind: 'avro',
      schema: JSON.parse(schema),
      references: [chat(part)],
    });
  });

  it('is not taken for Avro when it holds something else', async () => {
    const schema = JSON.stringify({ type: 'object', properties: { a: { type: 'string' } } });
    const { id } = await independent.register({ type: SchemaType.JSON, schema }, { subject: `${name}-json` });
    expect(await registry.schemaById(id)).toEqual({ kind: 'unsupported' });
  });

  it('whose address is wrong says nothing on a schema', async () => {
    const wrong = openRegistry({ url: `${inject('stack').registry}/wrong`, timeoutMs: 10_000 });
    await expect(wrong.schemaById(1)).rejects.toMatchObject({ code: 'registry.unavailable', retryable: true });
  });
});
