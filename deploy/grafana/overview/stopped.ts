import { CHOSEN, CHOSEN_WORKER, graph, list, number } from './panels.ts';

/** The third row: what is stopped, and why? */
export const stopped = () => [
  number(
    {
      title: 'Partitions paused',
      description: 'Nothing of them is skipped, their records wait. The list below has the reasons.',
      unit: 'short',
      width: 5,
    },
    `sum(sigilo_partitions_paused{${CHOSEN}}) or vector(0)`,
    [
      [null, 'green'],
      [1, 'red'],
    ],
  ),
  number(
    {
      title: 'Quarantine share',
      description: 'Of the records read, in the time shown. Above one in a hundred an alert fires.',
      unit: 'percentunit',
      width: 5,
    },
    `sum(increase(sigilo_records_quarantined_total{${CHOSEN}}[$__range])) / (sum(increase(sigilo_records_consumed_total{${CHOSEN}}[$__range])) > 0)`,
    [
      [null, 'green'],
      [0.001, 'orange'],
      [0.01, 'red'],
    ],
  ),
  number(
    {
      title: 'Records expired unread',
      description:
        'Lost to the sink. Their partition stands still until an operator acknowledges it: sigilo explain source.offset_lost',
      unit: 'short',
      width: 5,
    },
    `sum(increase(sigilo_records_expired_total{${CHOSEN}}[$__range]))`,
    [
      [null, 'green'],
      [0.5, 'red'],
    ],
  ),
  number(
    {
      title: 'Last commit',
      description: 'Time since then, of the route that waits longest. It grows also when nothing comes in.',
      unit: 's',
      width: 5,
    },
    `max(time() - max by (route) (sigilo_last_commit_timestamp_seconds{${CHOSEN}}))`,
    [[null, 'text']],
  ),
  number(
    {
      title: 'Transactions failed',
      description: 'In the time shown. They are repeated from the committed offset: nothing is lost or doubled.',
      unit: 'short',
      width: 4,
    },
    `sum(increase(sigilo_transactions_total{${CHOSEN},outcome="failed"}[$__range]))`,
    [
      [null, 'green'],
      [10, 'orange'],
    ],
  ),
  list(
    {
      title: 'Paused partitions',
      description: 'By route and reason. The reason is an error code: sigilo explain CODE says what to do.',
      unit: 'short',
      width: 6,
    },
    `sum by (route, reason) (sigilo_partitions_paused{${CHOSEN}})`,
    ['route', 'reason'],
    'partitions',
  ),
  graph(
    {
      title: 'Quarantined, by reason',
      description: 'sigilo explain REASON says what happened and what to do.',
      unit: 'ops',
      width: 6,
    },
    [
      [
        `sum by (route, reason) (rate(sigilo_records_quarantined_total{${CHOSEN}}[$__rate_interval])) > 0`,
        '{{route}} {{reason}}',
      ],
    ],
    'bars',
  ),
  graph(
    {
      title: 'Kept as references only',
      description:
        'Quarantined records that are not kept whole: budget is a flood, size a quarantine that takes smaller records than its source. The source alone still holds them: sigilo explain quarantine.payloads_omitted',
      unit: 'ops',
      width: 6,
    },
    [
      [
        `sum by (route, cause) (rate(sigilo_quarantine_payloads_omitted_total{${CHOSEN}}[$__rate_interval])) > 0`,
        '{{route}} {{cause}}',
      ],
    ],
    'bars',
  ),
  graph(
    {
      title: 'Transactions',
      description:
        'By how they ended. Failures at a restart or a move of partitions are ordinary; a steady share is not.',
      unit: 'ops',
      width: 6,
    },
    [[`sum by (outcome) (rate(sigilo_transactions_total{${CHOSEN}}[$__rate_interval]))`, '{{outcome}}']],
  ),
  graph(
    {
      title: 'Lines of the log lost',
      description:
        'The log could not be written: full is a disk, closed a reader that is gone, slow one that reads too slowly. Records go on; where lines are missing, the log says so once it can be written again.',
      unit: 'ops',
      width: 6,
    },
    [
      [
        `sum by (instance, reason) (rate(sigilo_log_lines_lost_total{${CHOSEN_WORKER}}[$__rate_interval])) > 0`,
        '{{instance}} {{reason}}',
      ],
    ],
    'bars',
  ),
  graph(
    {
      title: 'Requests to the registry',
      description:
        'By how they ended. Schemas are asked for once and kept: in ordinary traffic there are next to none.',
      unit: 'ops',
      width: 8,
    },
    [[`sum by (outcome) (rate(sigilo_registry_requests_total{${CHOSEN_WORKER}}[$__rate_interval]))`, '{{outcome}}']],
    'bars',
  ),
  list(
    {
      title: 'Plans in use',
      description:
        'A plan is a policy compiled against one schema; its id also stands in each sink record, as header sigilo-plan.',
      unit: 'short',
      width: 10,
    },
    `count by (route, policy, schema_id, plan) (sigilo_plan_info{${CHOSEN}})`,
    ['route', 'policy', 'schema_id', 'plan'],
    'workers',
  ),
  list(
    {
      title: 'Versions',
      description: 'Of the workers. Two at once only during a rollout.',
      unit: 'short',
      width: 6,
    },
    `count by (version) (sigilo_build_info{${CHOSEN_WORKER}})`,
    ['version'],
    'workers',
  ),
];
