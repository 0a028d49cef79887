import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import avsc from 'avsc';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';

const directory = fileURLToPath(new URL('../../schemas/', import.meta.url));
const schemaFiles = readdirSync(directory).filter((name) => name.endsWith('.avsc'));
const policyFiles = readdirSync(directory).filter((name) => name.endsWith('.policy.yaml'));

/** chat-message.v2.avsc is a later version of chat-message.avsc and shares its policy. */
const policyOf = (schemaFile: string) => schemaFile.replace(/(\.v\d+)?\.avsc$/, '.policy.yaml');
const readText = (name: string) => readFileSync(directory + name, 'utf8');

describe.each(schemaFiles)('%s', (schemaFile) => {
  it('parses with avsc', () => {
    expect(avsc.Type.forSchema(JSON.parse(readText(schemaFile))).typeName).toBe('record');
  });

  it('has a policy beside it that names its record', () => {
    expect(existsSync(directory + policyOf(schemaFile))).toBe(true);
    const { namespace, name } = JSON.parse(readText(schemaFile));
    expect(parseDocument(readText(policyOf(schemaFile))).get('record')).toBe(`${namespace}.${name}`);
  });
});

describe.each(policyFiles)('%s', (policyFile) => {
  it('is YAML without faults or repeated keys', () => {
    const document = parseDocument(readText(policyFile), { strict: true, uniqueKeys: true });
    expect([...document.errors, ...document.warnings].map((fault) => fault.code)).toEqual([]);
  });

  it('has a schema beside it', () => {
    expect(schemaFiles.map(policyOf)).toContain(policyFile);
  });

  it('is named by its file', () => {
    expect(parseDocument(readText(policyFile)).get('policy')).toBe(policyFile.replace('.policy.yaml', ''));
  });
});

it('lets a reader of version 2 read what version 1 wrote', () => {
  const parse = (name: string) => avsc.Type.forSchema(JSON.parse(readText(name)));
  const [first, second] = [parse('chat-message.avsc'), parse('chat-message.v2.avsc')];
  expect(() => second.createResolver(first)).not.toThrow();
});
