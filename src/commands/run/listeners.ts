import type { Registry } from 'prom-client';
import type { Config } from '../../config.ts';
import { SigiloError } from '../../errors.ts';
import { adminPages, type Listener, openListener, publicPages } from '../../io/http-server.ts';
import { type Finding, faultOf } from '../../preflight/finding.ts';
import type { Telemetry } from '../../telemetry-events.ts';
import type { WorkerHealth } from '../../worker.ts';

export interface ListenerParts {
  readonly http: Config['http'];
  readonly telemetry: Telemetry;
  readonly prometheus: Registry;
  /** Null until the worker has started. */
  readonly health: () => WorkerHealth | null;
  readonly status: () => Promise<object>;
}

/**
 * Opens what orchestrator, Prometheus and operator ask, before anything else: probes are answered from the beginning.
 * Liveness and readiness never depend on the brokers alone. Gives the listeners that could be opened, and the faults.
 */
export async function openListeners(
  parts: ListenerParts,
): Promise<{ readonly listeners: readonly Listener[]; readonly faults: readonly Finding[] }> {
  const { http, telemetry, prometheus, health, status } = parts;
  const listeners: Listener[] = [];
  const faults: Finding[] = [];
  const open = async (options: Parameters<typeof openListener>[0]): Promise<number | null> => {
    try {
      const listener = await openListener(options);
      listeners.push(listener);
      return listener.port;
    } catch (error) {
      if (!(error instanceof SigiloError)) throw error;
      faults.push(faultOf(error));
      return null;
    }
  };
  const { host } = http;
  const pages = publicPages({
    metrics: async () => ({ contentType: prometheus.contentType, body: await prometheus.metrics() }),
    live: () => health()?.isFatal !== true,
    ready: () => health()?.isJoined === true && health()?.isStopping !== true && health()?.isFatal !== true,
    started: () => health() !== null,
  });
  const port = await open({ host, port: http.port, setting: 'http.port', pages, localPages: adminPages(status) });
  if (port !== null) telemetry.log('info', 'metrics are at this address, path /metrics', { host, port });
  if (http.adminToken === null) return { listeners, faults };
  const admin = { host: '127.0.0.1', port: http.adminPort, setting: 'http.adminPort', token: http.adminToken };
  const adminPort = await open({ ...admin, pages: adminPages(status) });
  if (adminPort !== null) {
    telemetry.log('info', 'status is at this address, path /status', { host: admin.host, port: adminPort });
  }
  return { listeners, faults };
}
