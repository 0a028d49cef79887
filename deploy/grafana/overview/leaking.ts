import { CHOSEN, graph, list, number } from './panels.ts';

/** The first row: is anything leaking? */
export const leaking = () => [
  number(
    {
      title: 'Guard',
      description:
        'Open: the guard found a value that the policy treats in a record that was about to leave. It did not leave; the route stands still. Only a fault of Sigilo itself opens it: sigilo explain breaker.open',
      unit: 'short',
      width: 4,
    },
    `max(sigilo_breaker_open{${CHOSEN}})`,
    [
      [null, 'green'],
      [1, 'red'],
    ],
    { '0': 'closed', '1': 'OPEN' },
  ),
  number(
    {
      title: 'Leaks stopped',
      description:
        'Records in which the guard found what the detector had missed, in the time shown. They are in the quarantine: nothing has left. Each one is worth a look.',
      unit: 'short',
      width: 5,
    },
    `sum(increase(sigilo_leaks_blocked_total{${CHOSEN}}[$__range]))`,
    [
      [null, 'green'],
      [0.5, 'orange'],
    ],
  ),
  number(
    {
      title: 'Fields that no rule names',
      description:
        'Fields left out of the sink because the route says uncovered: drop. A producer has extended its schema: name the fields in the policy.',
      unit: 'short',
      width: 5,
    },
    `sum(increase(sigilo_uncovered_fields_dropped_total{${CHOSEN}}[$__range]))`,
    [
      [null, 'green'],
      [0.5, 'orange'],
    ],
  ),
  number(
    {
      title: 'Headers dropped',
      description: 'Headers that the policy does not list, or in another form than listed. They never reach the sink.',
      unit: 'short',
      width: 5,
    },
    `sum(increase(sigilo_headers_dropped_total{${CHOSEN}}[$__range]))`,
    [[null, 'text']],
  ),
  number(
    {
      title: 'Alerts firing',
      description: 'Alerts of deploy/prometheus/sigilo.rules.yaml for the routes chosen. The list stands below.',
      unit: 'short',
      width: 5,
    },
    'count(ALERTS{alertname=~"Sigilo.*",alertstate="firing",route=~"$route|"}) or vector(0)',
    [
      [null, 'green'],
      [1, 'red'],
    ],
  ),
  graph(
    {
      title: 'Leaks stopped, by check',
      description: 'Which check of the guard stopped records, and when.',
      unit: 'short',
      width: 8,
    },
    [
      [
        `sum by (route, check) (increase(sigilo_leaks_blocked_total{${CHOSEN}}[$__rate_interval])) > 0`,
        '{{route}} {{check}}',
      ],
    ],
    'bars',
  ),
  graph(
    {
      title: 'Values found and treated',
      description:
        'By type of value. A type that vanishes while traffic goes on means that something is no longer found.',
      unit: 'ops',
      width: 8,
    },
    [[`sum by (entity) (rate(sigilo_findings_total{${CHOSEN}}[$__rate_interval]))`, '{{entity}}']],
    'stacked',
  ),
  graph(
    {
      title: 'Values found in a record',
      description:
        'On average. It is steady in steady traffic: a fall without a new release of a producer is worth a look.',
      unit: 'short',
      width: 8,
    },
    [
      [
        `sum by (route) (rate(sigilo_findings_total{${CHOSEN}}[$__rate_interval])) / sum by (route) (rate(sigilo_records_consumed_total{${CHOSEN}}[$__rate_interval]))`,
        '{{route}}',
      ],
    ],
  ),
  graph(
    {
      title: 'Values found by what their conversation told',
      description:
        'Names and numbers in texts that only earlier records of the conversation knew. None at all although a policy names the conversation: its records do not stand in one partition, or its field is empty.',
      unit: 'ops',
      width: 12,
    },
    [[`sum by (route) (rate(sigilo_conversation_memory_findings_total{${CHOSEN}}[$__rate_interval]))`, '{{route}}']],
  ),
  graph(
    {
      title: 'Texts in other languages',
      description:
        'Texts in a language that the detector was not made for. The policy says what becomes of them: otherLanguage.',
      unit: 'ops',
      width: 12,
    },
    [[`sum by (route) (rate(sigilo_texts_in_other_languages_total{${CHOSEN}}[$__rate_interval]))`, '{{route}}']],
  ),
  list(
    {
      title: 'Alerts',
      description: 'What fires now. The alert’s annotations say what it means and what to do.',
      unit: 'short',
      width: 24,
    },
    'sum by (alertname, severity, route, reason, check, instance) (ALERTS{alertname=~"Sigilo.*",alertstate="firing",route=~"$route|"})',
    ['severity', 'alertname', 'route', 'reason', 'check', 'instance'],
    null,
  ),
];
