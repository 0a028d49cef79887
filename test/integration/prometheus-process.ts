import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePort } from '../../src/commands/demo/free-port.ts';
import { waitFor } from './worker-run.ts';

const RULES = join(import.meta.dirname, '../../deploy/prometheus/sigilo.rules.yaml');

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
}
export interface Rule {
  readonly name: string;
  readonly health: string;
  readonly lastError?: string;
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
}
export interface Prometheus {
  /** The series of an expression now, or over the last minute; rejects with Prometheus' own words. */
  readonly query: (expression: string, kind?: 'instant' | 'range') => Promise<readonly Series[]>;
  readonly labelValues: (label: string, selector: string) => Promise<readonly string[]>;
  readonly rules: () => Promise<readonly Rule[]>;
  readonly targets: () => Promise<readonly { readonly health: string; readonly lastError: string }[]>;
  readonly stop: () => Promise<void>;
}

/** Whether this machine has no Prometheus (Debian: apt-get install prometheus). */
export const isPrometheusMissing = spawnSync('prometheus', ['--version']).error !== undefined;

/**
 * Starts a Prometheus with Sigilo's rules, which looks at one worker each second.
 * @param directory for its files
 */
export async function startPrometheus(directory: string, workerPort: number): Promise<Prometheus> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'sigilo.rules.yaml'), readFileSync(RULES));
  const config = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: ['sigilo.rules.yaml'],
    scrape_configs: [{ job_name: 'sigilo', static_configs: [{ targets: [`127.0.0.1:${workerPort}`] }] }],
  };
  writeFileSync(join(directory, 'prometheus.yml'), stringify(config));
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ready = () =>
    fetch(`${address}/-/ready`).then(
      ({ ok }) => ok || null,
      () => null,
    );
  await waitFor(ready, 'Prometheus');

  async function ask<Answer>(path: string, parameters: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const response = await fetch(`${address}/api/v1/${path}?${new URLSearchParams(parameters)}`);
    const body = (await response.json()) as { status: string; data: Answer; error?: string };
    if (body.status !== 'success') throw new Error(`${path}: ${body.error}`);
    return body.data;
  }
  return {
    query: async (expression, kind = 'instant') => {
      const now = Date.now() / 1_000;
      const range = { query: expression, start: String(now - 60), end: String(now), step: '1' };
      const path = kind === 'range' ? 'query_range' : 'query';
      return (await ask<{ result: Series[] }>(path, kind === 'range' ? range : { query: expression })).result;
    },
    labelValues: (label, selector) => ask<string[]>(`label/${label}/values`, { 'match[]': selector }),
    rules: async () => (await ask<{ groups: { rules: Rule[] }[] }>('rules')).groups.flatMap(({ rules }) => rules),
    targets: async () =>
      (await ask<{ activeTargets: { health: string; lastError: string }[] }>('targets')).activeTargets,
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.on('close', resolve));
  child.kill('SIGTERM');
  await exited;
}
