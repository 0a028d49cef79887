import type { MutantGroup } from './mutants.ts';

const LATE = ['test/integration/exactly-once-late-commit.test.ts'];
const LOST = ['test/integration/exactly-once-response-lost.test.ts'];
const KILL = ['test/integration/exactly-once-kill.test.ts'];
const REBALANCE = ['test/integration/exactly-once-rebalance.test.ts'];
const STALE = ['test/integration/life-stale-producer.test.ts'];
const TRANSACTIONS = ['test/integration/transactional-source.test.ts'];
const RULES = ['test/worker/exactly-once-rules.test.ts'];
const SINK = ['test/io/kafka-sink.test.ts'];
const OPEN = ['test/worker/open-partition.test.ts'];

/** The recipe of exactly-once, step by step taken away, and the fault on real brokers that then loses or doubles records. */
export const EXACTLY_ONCE_MUTANTS: readonly MutantGroup[] = [
  {
    file: 'src/io/kafka-sink.ts',
    tests: LATE,
    named: 'is refused after the fence',
    mutants: [
      ['exactly-once: without the fence', 'place.partition}`;', 'place.partition}`.concat(String(process.pid));'],
    ],
  },
  {
    file: 'src/io/kafka-sink.ts',
    tests: LATE,
    named: 'is accepted before the fence',
    mutants: [
      [
        'exactly-once: the offset is read before the fence',
        `const transaction = await producer.transaction();
    // What the fence has ended may still be on its way to the group.
    const position = await askForStable(place, () => readPosition(ports.admin, place));`,
        `const position = await readPosition(ports.admin, place);
    const transaction = await producer.transaction();`,
      ],
    ],
  },
  {
    file: 'src/io/kafka-sink.ts',
    tests: ['test/integration/stable-offsets.test.ts'],
    mutants: [
      [
        'exactly-once: an offset that is about to change is taken',
        'await askForStable(place, () => readPosition(ports.admin, place))',
        'await readPosition(ports.admin, place)',
      ],
    ],
  },
  {
    file: 'src/worker.ts',
    tests: RULES,
    mutants: [
      [
        'exactly-once: what a turn did not take is committed with it',
        'sanitized.taken < batch.messages.length ?',
        'sanitized.taken < 0 ?',
      ],
    ],
  },
  {
    file: 'src/worker.ts',
    tests: LATE,
    named: 'is accepted before the fence',
    mutants: [
      [
        'exactly-once: begins where kafkajs does, without reading the offset again',
        '  const { expected } = session;\n',
        '  session.expected = first;\n  const { expected } = session;\n',
      ],
    ],
  },
  {
    file: 'src/worker/assignment.ts',
    tests: REBALANCE,
    mutants: [
      [
        'exactly-once: producers are retained after a rejoin',
        `    discardSession(state);
    clearPause(worker, state);
  }
  const earlier = new Map(worker.partitions);
`,
        `    clearPause(worker, state);
  }
  const earlier = new Map(worker.partitions);
  queueMicrotask(() => {
    for (const [key, state] of worker.partitions) state.session = earlier.get(key)?.session ?? null;
  });
`,
      ],
    ],
  },
  {
    file: 'src/worker.ts',
    tests: KILL,
    named: 'has committed its offset with them',
    mutants: [
      [
        'exactly-once: offsets outside of the transaction',
        'await commitBatch(session, state, sends, next, before);',
        `{
    const own = session.transaction ?? (await session.producer.transaction());
    session.transaction = null;
    for (const sent of sends) await own.sendBatch({ acks: -1, topicMessages: [sent] });
    await own.commit();
    await commitAsMember(worker, state, next);
    session.expected = next;
  }`,
      ],
    ],
  },
  {
    file: 'src/worker.ts',
    tests: LOST,
    named: 'EndTxn: each record is there exactly once',
    mutants: [
      [
        'exactly-once: a producer is used again after a failed commit',
        `    discardSession(state);
    const refusal`,
        '    const refusal',
      ],
    ],
  },
  {
    file: 'src/io/kafka-sink.ts',
    tests: LOST,
    named: 'an offset was rejected and the process dies',
    mutants: [
      [
        'exactly-once: a commit after a refused offset',
        'await transaction.sendOffsets({ consumerGroupId: place.groupId, topics: [{ topic: place.topic, partitions }] });',
        'await transaction.sendOffsets({ consumerGroupId: place.groupId, topics: [{ topic: place.topic, partitions }] }).catch(() => {});',
      ],
    ],
  },
  {
    file: 'src/io/kafka-sink.ts',
    tests: STALE,
    mutants: [
      [
        'exactly-once: messages that kafkajs drops in silence',
        'requireAll(sent, await transaction.sendBatch({ acks: -1, topicMessages: [sent] }));',
        'await transaction.sendBatch({ acks: -1, topicMessages: [sent] });',
      ],
    ],
  },
  {
    file: 'src/io/kafka-record-batch.ts',
    tests: TRANSACTIONS,
    mutants: [
      ['exactly-once: aborted records of a source', 'abortedProducers.has(producerId)', 'false'],
      [
        'exactly-once: one aborted transaction hides another',
        'abortedProducers.add(aborted[nextAborted]!.producerId);',
        'abortedProducers.clear();\n      abortedProducers.add(aborted[nextAborted]!.producerId);',
      ],
    ],
  },
  {
    file: 'src/worker.ts',
    tests: RULES,
    mutants: [
      ['exactly-once: a gap is sought for ever', ' || (session.sought === expected && first > expected)', ''],
      [
        'exactly-once: stale batches are taken for gaps at once',
        '(session.sought === expected && first > expected)',
        'first > expected',
      ],
      [
        'exactly-once: a batch of an earlier generation goes on',
        'if (session.dead || generation !== worker.generation || worker.isRebalancing) throw new BatchOver();',
        '',
      ],
      [
        'exactly-once: positions of an earlier generation',
        'if (generation === worker.generation) resolveOffset(last);',
        'resolveOffset(last);',
      ],
      ['exactly-once: the last record comes again', 'const next = BigInt(last) + 1n;', 'const next = BigInt(last);'],
      ['exactly-once: the breaker is ignored', 'if (isOpen(breaker) || isUncovered', 'if (isUncovered'],
      [
        'exactly-once: a new producer at once',
        `    discardSession(state);
    const refusal`,
        `    discardSession(state);
    await currentSession(worker, state).catch(() => {});
    const refusal`,
      ],
      [
        'exactly-once: a refused heartbeat is ignored',
        '    pulse.check();\n    worker.lastProgressAt',
        '    worker.lastProgressAt',
      ],
    ],
  },
  {
    file: 'src/io/kafka-source.ts',
    tests: RULES,
    mutants: [
      ['exactly-once: no heartbeat while a batch runs', 'setInterval(beat, 1_000)', 'setInterval(beat, 1_000_000)'],
    ],
  },
  {
    file: 'src/io/kafka-sink.ts',
    tests: SINK,
    mutants: [
      ['exactly-once: two partitions in one send', ' || message.partition !== current[0]!.partition', ''],
      [
        'exactly-once: silence of a broker is no offset',
        'if (!found) throw',
        "if (!found) return { partition, offset: '-1', low: '0' } as unknown as Found;\n  if (!found) throw",
      ],
    ],
  },
  {
    file: 'src/worker/open-partition.ts',
    tests: OPEN,
    mutants: [
      ['exactly-once: records before the first offset', 'await commitAsMember(worker, state, session.expected);', ''],
      ['exactly-once: a vanished offset is none', 'if (await isOffsetGone(worker, state))', 'if (false)'],
    ],
  },
  {
    file: 'src/worker/sanitize-batch.ts',
    tests: ['test/worker/sanitize-batch.test.ts'],
    mutants: [
      [
        'exactly-once: raw values are sent',
        '{ ...outcome.record, partition }',
        '{ ...outcome.record, value: record.value, partition }',
      ],
      ['exactly-once: a batch that cannot be read is a tombstone', 'record.unreadable ? UNREADABLE : ', ''],
      ['exactly-once: no key for a compacted sink', 'layout.sinkNeedsKeys && outcome.record.key === null', 'false'],
    ],
  },
  {
    file: 'src/core/sanitize-record.ts',
    tests: ['test/scenarios/scenarios.test.ts'],
    mutants: [
      ['exactly-once: the guard is off', '  if (hit) return blockedBy(hit, state);\n  if (isHit', '  if (isHit'],
    ],
  },
];
