import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaRegistry as RegistryClient, SchemaType } from '@kafkajs/confluent-schema-registry';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { readAllCommitted, type TopicRecord } from '../../deploy/local/read-committed.ts';
import { initCommand } from '../../src/commands/init.ts';
import { planRoutes } from '../../src/commands/plan/plan-routes.ts';
import type { RoutePlan } from '../../src/commands/plan/route-plan.ts';
import { loadConfig } from '../../src/config.ts';
import { openRegistry } from '../../src/open-registry.ts';
import { createTopics, deleteTopics, produce } from './topics.ts';
import {
  cleanUpRuns,
  createWorkspace,
  startRun,
  type Workspace,
  waitUntilCommitted,
  writeConfig,
} from './worker-run.ts';

const stack = inject('stack');
/** Subjects of record names are shared by the whole registry: each run needs names of its own. */
const NAMESPACE = `t${randomBytes(5).toString('hex')}`;
const CPF = 52_998_224_725n;
const NAME = 'Ozenir Bravatelli';
const STRATEGIES = ['topic-record', 'record'] as const;

const field = (name: string, type: unknown) => ({ name, type });
const record = (name: string, ...fields: object[]) => ({ type: 'record', name, namespace: NAMESPACE, fields });
const PERSON = record('Person', field('name', 'string'), field('cpf', 'long'));
const VISIT = record('Visit', field('patient', `${NAMESPACE}.Person`), field('minutes', 'int'));
const PAYMENT = record('Payment', field('cpf', 'long'), field('amount', 'double'), field('note', ['null', 'string']));
const STRANGER = record('Stranger', field('cpf', 'long'));

const policy = (name: string, rest: string) =>
  `policy: ${name.toLowerCase()}\nrecord: ${NAMESPACE}.${name}\nprofile: lgpd\ntenant: { const: t }\nkey: { as: none }\n${rest}`;
const POLICIES = {
  'visit.yaml': policy(
    'Visit',
    `types:\n  ${NAMESPACE}.Person: { name: { redact: PERSON }, cpf: { tokenize: CPF } }\nfields: { minutes: keep }\n`,
  ),
  'payment.yaml': policy(
    'Payment',
    'fields: { cpf: { tokenize: CPF }, amount: keep, note: { detect: { CPF: tokenize } } }\n',
  ),
};

type Strategy = (typeof STRATEGIES)[number];
interface Route {
  readonly name: Strategy;
  readonly source: string;
  readonly sink: string;
  readonly quarantine: string;
}

let routes: readonly Route[];
let workspace: Workspace;
let client: RegistryClient;
let plans: readonly RoutePlan[];
let records: readonly TopicRecord[];

beforeAll(async () => {
  client = new RegistryClient({ host: stack.registry });
  const quarantine = { config: { 'max.message.bytes': '1100000' } };
  routes = await Promise.all(
    STRATEGIES.map(async (name) => ({ name, ...(await createTopics(stack, { source: {}, sink: {}, quarantine })) })),
  );
  workspace = await createWorkspace();
  for (const [name, text] of Object.entries(POLICIES)) writeFileSync(join(workspace.directory, name), text);
  const settings = routes.map((route) => ({ ...route, subjects: route.name, policies: Object.keys(POLICIES) }));
  writeConfig(stack, workspace, { routes: settings });

  const { source } = routes[0] as Route;
  const person = `${source}-person`;
  await client.register({ type: SchemaType.AVRO, schema: JSON.stringify(PERSON) }, { subject: person });
  const references = [{ name: `${NAMESPACE}.Person`, subject: person, version: 1 }];
  for (const route of routes) {
    const values = [
      await encode(route, VISIT, { patient: { name: NAME, cpf: Number(CPF) }, minutes: 20 }, references),
      await encode(route, PAYMENT, { cpf: Number(CPF), amount: 12.5, note: 'meu cpf é 529.982.247-25' }),
      await encode(route, STRANGER, { cpf: Number(CPF) }),
      await encode(route, VISIT, { patient: { name: NAME, cpf: 1 }, minutes: 30 }, references),
    ];
    await produce(
      stack,
      route.source,
      values.map((value) => ({ value })),
    );
  }
  const config = loadConfig(workspace.configFile);
  plans = await planRoutes(config, openRegistry(config.registry), true);

  const run = startRun(workspace);
  await waitUntilCommitted(stack, workspace.groupId, Object.fromEntries(routes.map((route) => [route.source, [4]])));
  expect(await run.stop()).toEqual({ status: 0, signal: null });
  records = await readAllCommitted(
    stack,
    routes.flatMap((route) => [route.sink, route.quarantine]),
  );
});

afterAll(async () => {
  await cleanUpRuns();
  if (routes)
    await deleteTopics(
      stack,
      routes.flatMap((route) => [route.source, route.sink, route.quarantine]),
    );
});

/** Registers a schema where the strategy wants it, and writes a record of it, both with a client that is not ours. */
async function encode(
  route: Route,
  schema: { name: string },
  value: object,
  references: { name: string; subject: string; version: number }[] = [],
): Promise<Buffer> {
  const full = `${NAMESPACE}.${schema.name}`;
  const subject = route.name === 'record' ? full : `${route.source}-${full}`;
  const confluent = { type: SchemaType.AVRO as const, schema: JSON.stringify(schema), references };
  const { id } = await client.register(confluent, { subject });
  return client.encode(id, value);
}

const sinkOf = (route: Route, name: string) =>
  route.name === 'record' ? `${NAMESPACE}.sanitized.${name}` : `${route.sink}-${NAMESPACE}.sanitized.${name}`;

describe.each(STRATEGIES)('two record types in one topic, subjects: %s', (strategy) => {
  const route = () => routes.find(({ name }) => name === strategy) as Route;
  const recordsOf = (topic: string) => records.filter((each) => each.topic === topic);

  it('are planned and registered each under a subject of its own', async () => {
    const { schemas, unused } = plans.find((plan) => plan.route === strategy) as RoutePlan;
    expect(unused).toEqual([]);
    expect(schemas.map(({ sinkState, sinkSubject }) => [sinkState, sinkSubject])).toEqual([
      ['registered', sinkOf(route(), 'Visit')],
      ['registered', sinkOf(route(), 'Payment')],
    ]);
  });

  it('reach the sink in their order, each by its policy, with equal tokens for the same person', async () => {
    const [visit, payment, second, ...more] = recordsOf(route().sink);
    expect(more).toEqual([]);
    const [first, paid, last] = await Promise.all(
      [visit, payment, second].map((each) => client.decode(each!.value as Buffer)),
    );
    expect(first).toMatchObject({ patient: { name: '[PERSON]' }, minutes: 20 });
    expect(first.patient.cpf).toMatch(/^\[CPF~k1~[A-Z2-7]{16}\]$/);
    expect(paid).toMatchObject({ cpf: first.patient.cpf, amount: 12.5 });
    expect(JSON.stringify(paid.note)).toContain(first.patient.cpf);
    expect(last).toMatchObject({ minutes: 30 });
    expect(last.patient.cpf).not.toBe(first.patient.cpf);
  });

  it('leave a third type without policy to the quarantine', () => {
    const quarantined = recordsOf(route().quarantine);
    expect(quarantined.map(({ key }) => key?.toString())).toEqual([`${route().source}/0/2`]);
  });
});

it('gets a first policy from the registry, references included', async () => {
  const output = join(workspace.directory, 'first.yaml');
  const print = vi.spyOn(console, 'log').mockImplementation(() => {});
  const options = ['--subject', `${NAMESPACE}.Visit`, '--config', workspace.configFile, '--output', output];
  await initCommand().exitOverride().parseAsync(options, { from: 'user' });
  print.mockRestore();
  expect(readFileSync(output, 'utf8')).toMatch(/patient\.cpf: \{ tokenize: CPF \}/);
});

it('lets nothing through that was planted', () => {
  const bytes = Buffer.concat(records.flatMap(({ value }) => value ?? []));
  for (const planted of [NAME, CPF.toString(), '529.982.247-25']) expect(bytes.includes(planted)).toBe(false);
});
