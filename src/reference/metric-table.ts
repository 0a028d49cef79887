import { Registry } from 'prom-client';
import { createTelemetry } from '../io/telemetry.ts';
import { codes, markdownTable } from './markdown-table.ts';

/** Sigilo's own metrics as a table: name, labels besides `route`, meaning. */
export function metricTable(): string {
  const registry = new Registry();
  createTelemetry({ registry, log: () => {}, routes: [], version: '0', plans: () => [], now: () => 0 });
  const metrics = registry.getMetricsAsArray() as unknown as readonly MetricFacts[];
  const rows = metrics
    .filter(({ name }) => name.startsWith('sigilo_'))
    .map(({ name, labelNames, help }) => [`\`${name}\``, codes(labelNames.filter((label) => label !== 'route')), help]);
  return markdownTable(['metric', 'further labels', 'meaning'], rows);
}

/** What prom-client's types hide. */
interface MetricFacts {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}
