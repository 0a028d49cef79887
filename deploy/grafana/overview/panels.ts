import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

/** The datasource that the reader of the dashboard chose. */
export const DATASOURCE = { type: 'prometheus', uid: '$' + '{datasource}' } as const;

/** The workers that the reader chose: for metrics of the process and of the registry, which have no route. */
export const CHOSEN_WORKER = 'job=~"$job",instance=~"$instance"';
/** The routes and workers that the reader chose. */
export const CHOSEN = `${CHOSEN_WORKER},route=~"$route"`;

export interface PanelText {
  readonly title: string;
  /** What it shows, and what to do when it is not as it should be. */
  readonly description: string;
  /** Of Grafana's list of units; `short` is a plain number. */
  readonly unit: string;
  /** Of the 24 columns. */
  readonly width: number;
}

/** A PromQL expression and the name of its lines, in Grafana's `{{label}}` form. */
export type Query = readonly [expression: string, legend: string];

/** From this value on the color holds; the first has no lower end. */
export type Step = readonly [value: number | null, color: 'green' | 'orange' | 'red' | 'text' | 'blue'];

const STAT_HEIGHT = 4;
const GRAPH_HEIGHT = 8;

const target = ([expression, legend]: Query, index: number) =>
  new prometheus.DataqueryBuilder()
    .refId(String.fromCharCode(65 + index))
    .datasource(DATASOURCE)
    .expr(expression)
    .legendFormat(legend);

const thresholds = (steps: readonly Step[]) =>
  new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(steps.map(([value, color]) => ({ value, color })));

/** One number, colored by its steps, with words in place of some values. */
export function number(
  { title, description, unit, width }: PanelText,
  expression: string,
  steps: readonly Step[],
  words: Readonly<Record<string, string>> = {},
): stat.PanelBuilder {
  const options = Object.fromEntries(Object.entries(words).map(([value, text]) => [value, { text }]));
  return new stat.PanelBuilder()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .unit(unit)
    .span(width)
    .height(STAT_HEIGHT)
    .thresholds(thresholds(steps))
    .mappings(Object.keys(options).length > 0 ? [{ type: dashboard.MappingType.ValueToText, options }] : [])
    .noValue('no data')
    .graphMode(common.BigValueGraphMode.None)
    .colorMode(common.BigValueColorMode.Background)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .withTarget(target([expression, title], 0).instant());
}

/** Lines over time; `stacked` where their sum means something. */
export function graph(
  { title, description, unit, width }: PanelText,
  queries: readonly Query[],
  form: 'lines' | 'stacked' | 'bars' = 'lines',
): timeseries.PanelBuilder {
  const stacking = form === 'lines' ? common.StackingMode.None : common.StackingMode.Normal;
  return new timeseries.PanelBuilder()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .unit(unit)
    .min(0)
    .span(width)
    .height(GRAPH_HEIGHT)
    .lineWidth(1)
    .fillOpacity(form === 'lines' ? 0 : form === 'bars' ? 100 : 30)
    .drawStyle(form === 'bars' ? common.GraphDrawStyle.Bars : common.GraphDrawStyle.Line)
    .stacking(new common.StackingConfigBuilder().mode(stacking))
    .showPoints(common.VisibilityMode.Never)
    .tooltip(
      new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
    )
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true),
    )
    .targets(queries.map((query, index) => target(query, index).range()));
}

/** One row for each series as it is now, with these labels as columns. */
export function list(
  { title, description, unit, width }: PanelText,
  expression: string,
  columns: readonly string[],
  valueColumn: string | null,
): table.PanelBuilder {
  const shown = valueColumn === null ? columns : [...columns, 'Value'];
  return new table.PanelBuilder()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .unit(unit)
    .span(width)
    .height(GRAPH_HEIGHT)
    .noValue('none')
    .withTarget(target([expression, ''], 0).instant().format(prometheus.PromQueryFormat.Table))
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Time: true, ...(valueColumn === null ? { Value: true } : {}) },
        indexByName: Object.fromEntries(shown.map((name, index) => [name, index])),
        renameByName: valueColumn === null ? {} : { Value: valueColumn },
      },
    });
}
