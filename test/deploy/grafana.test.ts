import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { OVERVIEW_FILE, overviewJson } from '../../deploy/grafana/overview.ts';
import { createTelemetry } from '../../src/io/telemetry.ts';
import { readDashboard } from './dashboard.ts';
import { REPOSITORY } from './dockerfile.ts';

const dashboard = readDashboard();
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const read = (file: string) => readFileSync(join(REPOSITORY, file), 'utf8');

const registry = new Registry();
createTelemetry({ registry, log: () => {}, routes: [], version: '0', plans: () => [], now: () => 0 });
const metrics = registry.getMetricsAsArray().map(({ name }) => name);

describe('the dashboard', () => {
  it('is what deploy/grafana/overview.ts makes (npm run dashboards)', () => {
    expect(readFileSync(OVERVIEW_FILE, 'utf8')).toBe(overviewJson());
  });

  it('keeps its address', () => {
    expect([dashboard.uid, dashboard.title]).toEqual(['sigilo-overview', 'Sigilo overview']);
  });

  it('answers three questions, in this order', () => {
    const rows = dashboard.panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    expect(rows).toEqual(['Is anything leaking?', 'Is it keeping up?', 'What is stopped, and why?']);
  });

  it('lets the reader choose datasource, job, route and worker', () => {
    expect(dashboard.templating.list.map(({ name }) => name)).toEqual(['datasource', 'job', 'route', 'instance']);
  });

  it.each(panels)('$title says what it shows, in which unit, from the chosen datasource', (panel) => {
    expect(panel.description?.length).toBeGreaterThan(10);
    expect(panel.fieldConfig?.defaults.unit).toBeTruthy();
    expect(panel.datasource?.uid).toBe('$' + '{datasource}');
  });

  it.each(panels)('$title asks for metrics that exist, of what the reader chose', ({ targets = [] }) => {
    expect(targets.length).toBeGreaterThan(0);
    for (const { expr } of targets) {
      const asked = [...expr.matchAll(/\b((?:sigilo|process|nodejs)_[a-z0-9_]+)\{/g)].map(([, name]) => name!);
      const base = asked.map((name) => name.replace(/_(bucket|sum|count)$/, ''));
      expect(base.filter((name) => !metrics.includes(name))).toEqual([]);
      const selectors = [...expr.matchAll(/\{([^}]*)\}/g)].map(([, labels]) => labels!);
      expect(selectors.length).toBeGreaterThan(0);
      for (const labels of selectors) expect(labels).toMatch(/=~"\$(job|route)/);
    }
  });

  it('shows each of our metrics but those that say the same as another', () => {
    const shown = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join('\n');
    const hidden = metrics.filter((name) => name.startsWith('sigilo_') && !shown.includes(name));
    expect(hidden).toEqual(['sigilo_bytes_consumed_total']);
  });

  it('gives each panel an id and a place of its own', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    for (const { gridPos, title } of dashboard.panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      const over = dashboard.panels.filter(
        ({ gridPos: other }) =>
          other.x < gridPos.x + gridPos.w &&
          gridPos.x < other.x + other.w &&
          other.y < gridPos.y + gridPos.h &&
          gridPos.y < other.y + other.h,
      );
      expect(over, title).toHaveLength(1);
    }
  });
});

describe('Grafana’s provisioning', () => {
  it('has the datasource that the dashboard chooses by itself, and Prometheus’ own scrape interval', () => {
    const { datasources } = parse(read('deploy/grafana/provisioning/datasources/prometheus.yaml'));
    expect(datasources).toMatchObject([{ type: 'prometheus', isDefault: true, url: 'http://prometheus:9090' }]);
    const { global } = parse(read('deploy/prometheus/prometheus.yml'));
    expect(datasources[0].jsonData.timeInterval).toBe(global.scrape_interval);
  });

  it('looks where docker-compose.yml puts the dashboard', () => {
    const { providers } = parse(read('deploy/grafana/provisioning/dashboards/sigilo.yaml'));
    expect(read('docker-compose.yml')).toContain(
      `sigilo-overview.json:${providers[0].options.path}/sigilo-overview.json`,
    );
  });
});
