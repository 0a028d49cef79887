import { CHOSEN, CHOSEN_WORKER, graph, number, type Query } from './panels.ts';

const rate = (metric: string) => `sum(rate(${metric}{${CHOSEN}}[$__rate_interval]))`;
const quantile = (share: number, metric: string): Query => [
  `histogram_quantile(${share}, sum by (route, le) (rate(${metric}_bucket{${CHOSEN}}[$__rate_interval])))`,
  `{{route}} ${share * 100} %`,
];
const retentionLeft = `min by (route) (sigilo_retention_headroom_seconds{${CHOSEN}} / (sigilo_retention_headroom_seconds{${CHOSEN}} + sigilo_consumer_lag_seconds{${CHOSEN}}))`;

/** The second row: is it keeping up? */
export const keepingUp = () => [
  number(
    {
      title: 'Records read',
      description: 'Records a second that were read and committed.',
      unit: 'ops',
      width: 4,
    },
    rate('sigilo_records_consumed_total'),
    [[null, 'blue']],
  ),
  number(
    {
      title: 'Age of the oldest record that waits',
      description: 'Over 15 minutes an alert fires. More workers help, up to the number of partitions.',
      unit: 's',
      width: 5,
    },
    `max(sigilo_consumer_lag_seconds{${CHOSEN}})`,
    [
      [null, 'green'],
      [60, 'orange'],
      [900, 'red'],
    ],
  ),
  number(
    { title: 'Records that wait', description: 'In all partitions of the routes chosen.', unit: 'short', width: 5 },
    `sum(sigilo_consumer_lag_records{${CHOSEN}})`,
    [[null, 'text']],
  ),
  number(
    {
      title: 'Retention left',
      description:
        'Of the oldest record that waits. At zero it is lost: raise retention.ms of the source before, then mend what stops the route.',
      unit: 'percentunit',
      width: 5,
    },
    `min(${retentionLeft})`,
    [
      [null, 'red'],
      [0.2, 'orange'],
      [0.5, 'green'],
    ],
  ),
  number(
    {
      title: 'Workers',
      description: 'That Prometheus reaches.',
      unit: 'short',
      width: 5,
    },
    `count(sigilo_build_info{${CHOSEN_WORKER}})`,
    [
      [null, 'red'],
      [1, 'green'],
    ],
  ),
  graph(
    {
      title: 'Records',
      description: 'Forwarded and quarantined together are all that was read.',
      unit: 'ops',
      width: 8,
    },
    [
      [rate('sigilo_records_forwarded_total'), 'forwarded'],
      [rate('sigilo_records_quarantined_total'), 'quarantined'],
    ],
    'stacked',
  ),
  graph(
    {
      title: 'Records that wait',
      description: 'By route. A partition that moves to another worker makes a small gap.',
      unit: 'short',
      width: 8,
    },
    [[`sum by (route) (sigilo_consumer_lag_records{${CHOSEN}})`, '{{route}}']],
  ),
  graph(
    {
      title: 'Age of the oldest record that waits',
      description: 'By partition. One line above the others: that partition is paused, or gets more than its share.',
      unit: 's',
      width: 8,
    },
    [[`max by (route, partition) (sigilo_consumer_lag_seconds{${CHOSEN}})`, '{{route}} {{partition}}']],
  ),
  graph(
    {
      title: 'From fetch to commit',
      description: 'What Sigilo adds to the way of a record: the time of a batch between its fetch and its commit.',
      unit: 's',
      width: 8,
    },
    [quantile(0.5, 'sigilo_fetch_to_commit_seconds'), quantile(0.99, 'sigilo_fetch_to_commit_seconds')],
  ),
  graph(
    {
      title: 'Age of records at commit',
      description:
        'From the record’s timestamp on, so the producer’s clock and its own delay are in it. Ends at one hour.',
      unit: 's',
      width: 8,
    },
    [quantile(0.5, 'sigilo_end_to_end_latency_seconds'), quantile(0.99, 'sigilo_end_to_end_latency_seconds')],
  ),
  graph(
    {
      title: 'Where a batch’s time goes',
      description:
        'Seconds of each second: sanitize and guard are this machine’s work, commit is waiting for the brokers.',
      unit: 's',
      width: 8,
    },
    [[`sum by (stage) (rate(sigilo_batch_duration_seconds_sum{${CHOSEN}}[$__rate_interval]))`, '{{stage}}']],
    'stacked',
  ),
  graph(
    {
      title: 'Retention left',
      description: 'Of the oldest record that waits, by route.',
      unit: 'percentunit',
      width: 6,
    },
    [[retentionLeft, '{{route}}']],
  ),
  graph(
    {
      title: 'Processor',
      description: 'Cores in use. One worker uses about one core at most: start another one when it is near 1.',
      unit: 'short',
      width: 6,
    },
    [[`rate(process_cpu_seconds_total{${CHOSEN_WORKER}}[$__rate_interval])`, '{{instance}}']],
  ),
  graph({ title: 'Memory', description: 'Resident memory of the worker.', unit: 'bytes', width: 6 }, [
    [`process_resident_memory_bytes{${CHOSEN_WORKER}}`, '{{instance}}'],
  ]),
  graph(
    {
      title: 'Delay of the event loop',
      description: 'The slowest of a hundred turns. Seconds of delay endanger heartbeats, and then partitions move.',
      unit: 's',
      width: 6,
    },
    [[`nodejs_eventloop_lag_p99_seconds{${CHOSEN_WORKER}}`, '{{instance}}']],
  ),
  graph(
    {
      title: 'Conversations remembered',
      description:
        'Of which names or numbers are known, and how many were forgotten to keep within the bounds: those that were used longest ago.',
      unit: 'short',
      width: 8,
    },
    [
      [`sum by (route) (sigilo_conversation_memory_conversations{${CHOSEN}})`, '{{route}}'],
      [
        `sum by (route) (increase(sigilo_conversation_memory_evicted_total{${CHOSEN}}[$__rate_interval]))`,
        '{{route}} forgotten',
      ],
    ],
  ),
  graph(
    {
      title: 'Memory of conversations',
      description: 'About; part of the resident memory. It stays below 64 MiB a worker.',
      unit: 'bytes',
      width: 8,
    },
    [[`sum by (route) (sigilo_conversation_memory_bytes{${CHOSEN}})`, '{{route}}']],
  ),
  graph(
    {
      title: 'Memories rebuilt',
      description:
        'After a start or a rebalance each partition reads its last records again. Failed: the brokers did not answer, and the partition went on without.',
      unit: 'short',
      width: 8,
    },
    [
      [
        `sum by (route, outcome) (increase(sigilo_conversation_memory_rebuilds_total{${CHOSEN}}[$__rate_interval]))`,
        '{{route}} {{outcome}}',
      ],
    ],
    'bars',
  ),
];
