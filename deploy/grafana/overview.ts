import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  type Panel,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { keepingUp } from './overview/keeping-up.ts';
import { leaking } from './overview/leaking.ts';
import { DATASOURCE } from './overview/panels.ts';
import { stopped } from './overview/stopped.ts';

/** The dashboard that this file makes: `npm run dashboards` writes it. */
export const OVERVIEW_FILE = join(import.meta.dirname, 'sigilo-overview.json');

/** In the order in which somebody who was just called asks. */
const ROWS: readonly (readonly [
  question: string,
  panels: () => readonly (Builder<Panel> & { id(id: number): unknown })[],
])[] = [
  ['Is anything leaking?', leaking],
  ['Is it keeping up?', keepingUp],
  ['What is stopped, and why?', stopped],
];

/** The dashboard "Sigilo overview" as the text of its JSON file. */
export function overviewJson(): string {
  const dashboard = new DashboardBuilder('Sigilo overview')
    .uid('sigilo-overview')
    .description('What the workers of Sigilo do. Made by deploy/grafana/overview.ts: change it there.')
    .tags(['sigilo'])
    .readonly()
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .withVariable(new DatasourceVariableBuilder('datasource').label('Datasource').type('prometheus'))
    .withVariable(choice('job', 'Job', 'label_values(sigilo_build_info, job)'))
    .withVariable(choice('route', 'Route', 'label_values(sigilo_records_consumed_total{job=~"$job"}, route)'))
    .withVariable(choice('instance', 'Worker', 'label_values(sigilo_build_info{job=~"$job"}, instance)'));
  let id = 1;
  for (const [question, panels] of ROWS) {
    dashboard.withRow(new RowBuilder(question).id(id++));
    for (const panel of panels()) {
      panel.id(id++);
      dashboard.withPanel(panel);
    }
  }
  return `${JSON.stringify(dashboard.build(), null, 2)}\n`;
}

function choice(name: string, label: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(DATASOURCE)
    .query({ query, refId: name })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ text: ['All'], value: ['$__all'] });
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename)
  writeFileSync(OVERVIEW_FILE, overviewJson());
