import type { Registry } from 'prom-client';
import type { Config } from '../../config.ts';
import type { RoutePipeline } from '../../route-pipeline.ts';
import { packageVersion } from '../../version.ts';
import type { WorkerHealth } from '../../worker.ts';

/** What became of the records of a route since the process began. */
export interface RouteCounts {
  readonly consumed: number;
  readonly forwarded: number;
  /** By reason; only those that occurred. */
  readonly quarantined: Readonly<Record<string, number>>;
  readonly expired: number;
}

export interface StatusRoute {
  readonly name: string;
  readonly source: string;
  readonly sink: string;
  readonly quarantine: string;
  readonly mode: string;
  /** Of tokens in records. */
  readonly keyVersion: string;
  /** Of tokens that are record keys. */
  readonly recordKeyVersion: string;
  readonly plans: readonly { readonly plan: string; readonly policy: string; readonly schemaId: number }[];
  readonly counts: RouteCounts;
}

/** The page `/status`: what `sigilo status` shows; no value of any record. */
export interface StatusPage {
  readonly version: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly routes: readonly StatusRoute[];
  /** Null until the worker has started. */
  readonly worker: WorkerHealth | null;
}

export interface StatusParts {
  readonly config: Config;
  readonly startedAt: Date;
  /** Empty until the start checks are done. */
  readonly pipelines: readonly RoutePipeline[];
  readonly prometheus: Registry;
  readonly health: WorkerHealth | null;
}

/** Makes the page. */
export async function statusOf(parts: StatusParts): Promise<StatusPage> {
  const { config, startedAt, pipelines, prometheus, health } = parts;
  const counts = await readCounts(prometheus);
  const routes = config.routes.map(({ name, source, sink, quarantine, mode, keyVersion }) => ({
    name,
    source,
    sink,
    quarantine,
    mode,
    keyVersion: config.keys.active,
    recordKeyVersion: keyVersion ?? config.keys.active,
    plans: pipelines.find((pipeline) => pipeline.name === name)?.planIds() ?? [],
    counts: counts(name),
  }));
  return { version: packageVersion(), startedAt: startedAt.toISOString(), routes, worker: health };
}

async function readCounts(prometheus: Registry): Promise<(route: string) => RouteCounts> {
  const [consumed, forwarded, quarantined, expired] = await Promise.all(
    ['consumed', 'forwarded', 'quarantined', 'expired'].map(
      async (word) => (await prometheus.getSingleMetric(`sigilo_records_${word}_total`)?.get())?.values ?? [],
    ),
  );
  type Values = typeof consumed;
  const sum = (values: Values, route: string) =>
    (values ?? []).filter(({ labels }) => labels.route === route).reduce((total, { value }) => total + value, 0);
  return (route) => ({
    consumed: sum(consumed, route),
    forwarded: sum(forwarded, route),
    quarantined: Object.fromEntries(
      (quarantined ?? [])
        .filter(({ labels, value }) => labels.route === route && value > 0)
        .map(({ labels, value }) => [String(labels.reason), value]),
    ),
    expired: sum(expired, route),
  });
}
