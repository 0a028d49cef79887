import type { Explanation } from './explanation.ts';

/** The running worker. */
export const WORKER_EXPLANATIONS = {
  'worker.stalled': {
    why: 'The consumer neither fetched nor sent a heartbeat for several session timeouts: it hangs.',
    recognise:
      'The last line of level fatal in the log names this code; the process is started again by its orchestrator.',
    steps: [
      'See in the log what came before: broker faults, long batches.',
      'If it comes again and again with healthy brokers, report it with the log.',
    ],
    consequence: 'ends',
  },
  'worker.crashed': {
    why: 'The consumer gave up after its own retries, or met a fault that it does not know.',
    recognise: '`thrown` names the class of the fault.',
    steps: [
      'Let the orchestrator start it again.',
      'If it comes again, run `sigilo check`: a topic or a permission may have gone.',
    ],
    consequence: 'ends',
  },
  'worker.stop_timeout': {
    why: 'A transaction or the leave of the group did not end in the time that a stop has.',
    recognise: 'Exit code 1 after SIGTERM.',
    steps: [
      'Nothing is to be done: the next owner of the partitions fences what was open.',
      'If each stop ends so, look at the brokers, and give the pod a longer grace period.',
    ],
    consequence: 'ends',
  },
  'worker.unreachable': {
    why: 'Nothing answers at the metrics address of the configuration, or what answers is not the worker, or it is asked from another machine: the page /status is served to callers on the same machine only.',
    recognise: '`actual` is the port that was asked.',
    steps: [
      'In Kubernetes: `kubectl exec POD -- /nodejs/bin/node dist/cli.js status --config FILE`, with the file that the worker was started with.',
      'See whether the process runs, and read its log: it names its port ("metrics are at this address").',
      'Name another port with --port.',
    ],
    consequence: 'command',
  },
  'worker.starting': {
    why: 'The start checks are under way, or the worker is joining its group for the first time.',
    recognise: '/startupz answers 503.',
    steps: ['Wait some seconds.', 'If it lasts, read the log: it says what is waited for.'],
    consequence: 'shown',
  },
  'worker.not_ready': {
    why: 'The worker is joining its group, left it, is stopping, or a rebalance is under way. After a worker that was killed the brokers wait for it until its session timeout is over (kafka.sessionTimeoutMs, 45 seconds unless set), and nobody joins before.',
    recognise: '/readyz answers 503; `sigilo status` says since when.',
    steps: ['Wait: at most the session timeout.', 'If it lasts longer, look at the brokers.'],
    consequence: 'shown',
  },
  'worker.idle': {
    why: 'Records wait in a partition that is not paused, but nothing of it was committed for five minutes.',
    recognise: 'sigilo_consumer_lag_seconds grows while sigilo_last_commit_timestamp_seconds stands still.',
    steps: [
      'Read the log for transactions that fail.',
      'An open transaction of a producer holds back what comes after it: look for hanging ones with kafka-transactions find-hanging.',
      'Restart the worker; nothing is lost or doubled.',
    ],
    consequence: 'shown',
  },
  'status.attention': {
    why: 'Something in the status should be seen to.',
    recognise: 'It stands above the message under "needs attention"; with --json in `attention`.',
    steps: ['Do what stands beside it, or look its code up with `sigilo explain CODE`.'],
    consequence: 'command',
  },
  'breaker.open': {
    why: 'The guard found, in a leaf that Sigilo itself had written, something that Sigilo did not write. That is a bug of Sigilo, and the record was not sent.',
    recognise: 'sigilo_breaker_open is 1; all partitions of the route are paused.',
    steps: [
      'Do not restart in a loop: the same record opens it again.',
      'Report it with version, plan id, field path and check from the log. No value is in them, and none is needed.',
      'Redact or drop the field in the policy until it is mended, then restart.',
    ],
    consequence: 'paused',
  },
} as const satisfies Readonly<Record<string, Explanation>>;
