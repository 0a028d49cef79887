import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ERROR_CODES, RECORD_REASONS } from '../../src/errors.ts';
import { createTelemetry } from '../../src/io/telemetry.ts';
import { REPOSITORY } from './dockerfile.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<string, string>>;
}

const FOLDER = join(REPOSITORY, 'deploy/prometheus');
const rules = (
  parse(readFileSync(join(FOLDER, 'sigilo.rules.yaml'), 'utf8')) as { groups: { rules: Rule[] }[] }
).groups.flatMap((group) => group.rules);
const tests = readFileSync(join(FOLDER, 'sigilo.rules.test.yaml'), 'utf8');

const root = mkdtempSync(join(tmpdir(), 'sigilo-rules-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const isMissing = spawnSync('promtool', ['--version']).error !== undefined;
const promtool = (folder: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' });
  return { status, output: stdout + stderr };
};

describe.skipIf(isMissing)('promtool (skipped without it: apt-get install prometheus)', () => {
  it('accepts the rules', () => {
    expect(promtool(FOLDER, 'check', 'rules', 'sigilo.rules.yaml')).toMatchObject({ status: 0 });
  });

  it('accepts the configuration, the rules beside it', () => {
    const config = readFileSync(join(FOLDER, 'prometheus.yml'), 'utf8');
    expect(config).toContain('/etc/prometheus/sigilo.rules.yaml');
    writeFileSync(join(root, 'prometheus.yml'), config.replace('/etc/prometheus', FOLDER));
    expect(promtool(root, 'check', 'config', 'prometheus.yml')).toMatchObject({ status: 0 });
  });

  it('sees the alerts fire and keep still as they must', () => {
    expect(promtool(FOLDER, 'test', 'rules', 'sigilo.rules.test.yaml')).toMatchObject({ status: 0 });
  });
});

describe('the rules', () => {
  it.each(rules)('$alert says how bad it is, what it is and what to do', ({ labels, annotations }) => {
    expect(['critical', 'warning']).toContain(labels.severity);
    expect(Object.keys(annotations)).toEqual(['summary', 'description', 'runbook']);
    for (const text of Object.values(annotations)) expect(text.length).toBeGreaterThan(10);
  });

  it.each(rules)('$alert points at codes that exist', ({ annotations }) => {
    const codes = [...annotations.runbook!.matchAll(/sigilo explain ([a-z]+[._][a-z_]+)/g)].map(([, code]) => code!);
    const known: readonly string[] = [...Object.keys(ERROR_CODES), ...RECORD_REASONS];
    expect(codes.filter((code) => !known.includes(code))).toEqual([]);
  });

  it.each(rules)('$alert asks for metrics and values of labels that exist', ({ expr }) => {
    const registry = new Registry();
    createTelemetry({ registry, log: () => {}, routes: [], version: '0', plans: () => [], now: () => 0 });
    const names = registry.getMetricsAsArray().map(({ name }) => name);
    const asked = [...expr.matchAll(/\b(sigilo_[a-z_]+|process_[a-z_]+)/g)].map(([, name]) => name!);
    expect(asked.filter((name) => !names.includes(name))).toEqual([]);
    const reasons = [...expr.matchAll(/reason=~?"([^"]+)"/g)].flatMap(([, text]) => text!.split('|'));
    expect(reasons.filter((reason) => !RECORD_REASONS.includes(reason as never))).toEqual([]);
  });

  it.each(rules)('$alert, $labels.severity, is seen to fire', ({ alert, labels }) => {
    expect(tests).toContain(`alertname="${alert}", severity="${labels.severity}"`);
  });
});
