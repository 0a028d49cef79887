import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { deleteSubjects } from '../../src/commands/demo/registry.ts';
import { setUpStanding } from '../../src/commands/demo/standing-setup.ts';
import { writeStandingTraffic } from '../../src/commands/demo/standing-traffic.ts';
import { allTopics } from '../../src/commands/demo/topics.ts';
import { readDashboard } from '../deploy/dashboard.ts';
import { callSigilo } from './command-line.ts';
import { isPrometheusMissing, type Prometheus, startPrometheus } from './prometheus-process.ts';
import { deleteTopics, uniqueName } from './topics.ts';
import { cleanUpRuns, startRun, type WorkerRun, waitFor } from './worker-run.ts';

/** What these panels show is not there while all goes well. */
const MAY_BE_EMPTY = ['Paused partitions', 'Kept as references only', 'Lines of the log lost'];

const stack = inject('stack');
const dashboard = readDashboard();
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const root = mkdtempSync(join(tmpdir(), 'sigilo-prometheus-'));
const place = { brokers: stack.brokers, registry: stack.registry, prefix: uniqueName('scraped') };
const ending = new AbortController();
let worker: WorkerRun;
let prometheus: Prometheus | undefined;
let traffic: Promise<number>;
const topics: string[] = [];

/** As Grafana fills in the variables when everything is chosen. */
const filled = (expression: string) =>
  expression
    .replaceAll(/\$(job|route|instance)/g, '.*')
    .replaceAll('$__rate_interval', '8s')
    .replaceAll('$__range', '1m');

describe.skipIf(isPrometheusMissing)('a Prometheus (skipped without it: apt-get install prometheus)', () => {
  beforeAll(async () => {
    const directory = join(root, 'demo');
    const identity = join(root, 'identity', 'quarantine.identity');
    const made = await setUpStanding({ ...place, directory, identity, host: '127.0.0.1', port: 0 });
    topics.push(...allTopics(made.topics));
    await callSigilo('plan', '--config', made.configFile, '--register');
    worker = startRun({ directory, configFile: made.configFile });
    const { port } = await worker.waitForLine(({ msg }) => msg.startsWith('metrics are'), 'the metrics page');
    prometheus = await startPrometheus(join(root, 'prometheus'), port as number);
    traffic = writeStandingTraffic({ ...place, rate: 400, seed: 1, faults: true }, ending.signal);
    // Lag is reported every ten seconds; by then there are rates too.
    const seen = (expression: string) =>
      waitFor(async () => ((await prometheus!.query(expression, 'range')).length > 0 ? true : null), expression);
    await seen('count(sigilo_retention_headroom_seconds) == 6');
    await seen('sum(increase(sigilo_leaks_blocked_total[8s])) > 0');
    await seen('count(ALERTS{alertstate="firing"}) >= 3');
  }, 60_000);

  afterAll(async () => {
    ending.abort();
    await traffic?.catch(() => {});
    await prometheus?.stop();
    await cleanUpRuns();
    await deleteTopics(stack, topics);
    await deleteSubjects(stack.registry, place.prefix);
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }, 60_000);

  it('reads the worker’s metrics page', async () => {
    expect(await prometheus!.targets()).toMatchObject([{ health: 'up', lastError: '' }]);
  });

  it('works out all rules without an error', async () => {
    const rules = await prometheus!.rules();
    expect(rules.length).toBeGreaterThan(12);
    expect(rules.filter(({ health, lastError }) => health !== 'ok' || lastError)).toEqual([]);
  });

  it('alerts on the faults that the traffic has, and on nothing else', async () => {
    const firing = (await prometheus!.rules()).filter(({ state }) => state === 'firing');
    expect(firing.map(({ name, labels }) => `${name} ${labels.severity}`).sort()).toEqual([
      'SigiloLeakBlocked warning',
      'SigiloSchemaNotCovered warning',
      'SigiloSinkSchemaMissing critical',
    ]);
  });

  it.each(panels)('has data for the panel "$title"', async ({ title, targets = [] }) => {
    for (const { expr, instant } of targets) {
      const series = await prometheus!.query(filled(expr), instant ? 'instant' : 'range');
      if (!MAY_BE_EMPTY.includes(title)) expect(series.length, expr).toBeGreaterThan(0);
    }
  });

  it('offers jobs, routes and workers to choose from', async () => {
    const offered: Record<string, readonly string[]> = {};
    for (const { name, query } of dashboard.templating.list.filter(({ type }) => type === 'query')) {
      const [, selector = '', label = ''] =
        /^label_values\((.*), (\w+)\)$/.exec((query as { query: string }).query) ?? [];
      offered[name] = await prometheus!.labelValues(label, filled(selector));
    }
    expect(offered).toEqual({
      job: ['sigilo'],
      route: ['chat', 'clinical'],
      instance: [expect.stringMatching(/^127\.0\.0\.1:\d+$/)],
    });
  });
});
