import type { Explanation } from './explanation.ts';
import { KEEP_SOURCE } from './keep-source.ts';

const alter = 'kafka-configs --alter --entity-type topics --entity-name TOPIC --add-config';

/** Topics: those of the routes, and what their settings do to records. */
export const TOPIC_EXPLANATIONS = {
  'source.topic_missing': {
    why: 'The brokers know no topic of the name that the route has as its source. Sigilo creates no topics.',
    recognise: '`topic` is the name as configured.',
    steps: ['Correct routes[].source, or kafka.brokers if this is another cluster.', 'Otherwise create the topic.'],
    consequence: 'refused',
  },
  'source.offset_lost': {
    why: 'Records expired before they were read, or the topic was deleted and created anew: the committed offset lies outside of what the source holds.',
    recognise:
      'sigilo_records_expired_total tells how many; sigilo_partitions_paused{reason="source.offset_lost"} is 1 or more.',
    steps: [
      KEEP_SOURCE,
      'Find out why the worker was behind: lag, a stop, or a retention that is too short.',
      'If there is another copy of the records, decide how they come back into the source.',
      'Accept the loss of this route once: restart the worker with `--accept-loss ROUTE` added to its command.',
    ],
    consequence: 'paused',
  },
  'source.no_offset': {
    why: 'The group has no offset for the partition, but its sink holds records: beginning at the start would write them a second time. Offsets are gone after a change of groupId, or after the group was away for longer than offsets.retention.minutes.',
    recognise: '`kafka-consumer-groups --describe --group GROUP` shows no offset for the partition.',
    steps: [
      'If groupId was changed by mistake, put the old one back.',
      'If you know the offset, set it: kafka-consumer-groups --reset-offsets --to-offset N --topic TOPIC:PARTITION --execute. The header sigilo-source of the last sink record tells it.',
      'If records may be doubled, or the sink is not used yet: restart the worker once with `--from-start` added to its command.',
    ],
    consequence: 'refusedOrPaused',
  },
  'source.codec': {
    why: 'A record batch of the source is so damaged that not even its place is known: its checksum, its length or its format version is wrong, so that nobody can tell where the next one begins. Brokers refuse such batches when they are written: mostly a disk is at fault. Or the broker itself found its log damaged (`errorType` CORRUPT_MESSAGE). Batches that only cannot be read do not stop anything: they are quarantined as unreadable_batch.',
    recognise: 'The partition is paused with this code; its offset no longer moves.',
    steps: [
      'Look at the batch at the committed offset with kafka-dump-log, on each replica: another one may be sound.',
      'If one is, let it become the leader (kafka-leader-election, or stop the broker with the damaged one), and restart the worker.',
      'If none is, move the offset of the group past the batch, and restart. The batch is then not sanitized.',
    ],
    consequence: 'paused',
  },
  'source.schema_missing': {
    why: 'The registry holds no schema under the subject where the source’s schemas are expected, so policies were not held against any.',
    recognise: '`subject` is what was asked for; it follows from routes[].subjects.',
    steps: [
      'If producers have not started yet, wait: they register the schema.',
      'If they use another subject name strategy, set routes[].subjects to it.',
      'Then run `sigilo plan --config sigilo.yaml --register`.',
    ],
    consequence: 'warning',
  },
  'source.schema_uncovered': {
    why: 'A registered version of the source schema has a field, union branch or map that no rule of the policy names. Nothing new slips through.',
    recognise: '`schemaId` is the version; its records would be quarantined as uncovered_field.',
    steps: [
      '`sigilo plan --config sigilo.yaml` names the fields.',
      'Give them a treatment, or let the route drop them: uncovered: drop.',
      'Register the new sink schema and restart the worker.',
    ],
    consequence: 'warning',
  },
  'source.schema_versions': {
    why: 'The registry holds so many versions of the schema that asking for all would hold up each start. The older ones were not held against the policies, and rules that fit none of the newer ones were not counted as faults.',
    recognise: '`actual` is how many versions `subject` has, `limit` how many were looked at, the newest first.',
    steps: [
      'Find out who registers so many: mostly a producer that builds its schema anew at each start.',
      '`sigilo plan --config sigilo.yaml` looks at all versions.',
      'Delete versions from the registry that no record in any topic uses any more.',
    ],
    consequence: 'warning',
  },
  'source.retention': {
    why: 'The source keeps raw records longer than a week, or without limit in time: raw chat that nobody needs any more is a risk, and LGPD art. 15 and 16 ask for its end. Or it has a limit by size, retention.bytes, which may delete records unread; sigilo_retention_headroom_seconds does not count it.',
    recognise:
      '`setting` says which. Of retention.ms `actual` is the time, -1 for ever, and `limit` a week; of retention.bytes `actual` is the size of a partition above which the oldest records are deleted.',
    steps: [
      'Decide how long the worker may be away at worst, and keep raw records that long.',
      `${alter} retention.ms=…,retention.bytes=-1`,
      'If the disks need the limit by size, make it far larger than what comes in that time.',
    ],
    consequence: 'warning',
  },
  'sink.topic_missing': {
    why: 'The brokers know no topic of the name that the route has as its sink. Sigilo creates no topics.',
    recognise: '`topic` is the name as configured.',
    steps: ['Correct routes[].sink, or create the topic with at least as many partitions as the source.'],
    consequence: 'refused',
  },
  'sink.too_few_partitions': {
    why: 'Records keep the number of their partition, and the sink lacks some. Those partitions of the source stop; the others go on.',
    recognise:
      '`missingPartitions` are their numbers; `limit` is how many partitions the sink needs, `actual` how many it has.',
    steps: [
      'kafka-topics --alter --topic SINK --partitions N',
      'The worker notices by itself within a minute; no restart is needed.',
    ],
    consequence: 'resumes',
  },
  'sink.unavailable': {
    why: 'A transaction, or a send, could not be completed: a broker went away, a coordinator moved, or too few replicas are in sync.',
    recognise: '`errorType` is Kafka’s name of the fault; sigilo_transactions_total{outcome="failed"} grows.',
    steps: [
      'Look at the brokers: offline partitions, replicas in sync against min.insync.replicas.',
      'A single one after a rebalance or a broker’s restart is routine.',
      'If it lasts, `sigilo check` shows what has changed since the start.',
    ],
    consequence: 'waits',
  },
  'sink.schema_missing': {
    why: 'The sanitized form of a source schema version is not registered. The worker never registers: that needs a credential that it should not have.',
    recognise: '`schemaId` is the version of the source; its records would be quarantined as sink_schema_missing.',
    steps: [
      '`sigilo plan --config sigilo.yaml --register`, with a credential that may write to the registry.',
      'Do it before producers use a new version. The worker finds it by itself within a minute.',
    ],
    consequence: 'warning',
  },
  'sink.retention': {
    why: 'Sanitized records would expire before their raw ones do, so a late reader of the sink loses what still exists in the clear.',
    recognise: '`actual` is retention.ms of the sink, `limit` that of its source.',
    steps: [`${alter} retention.ms=…`, 'Or shorten the retention of the source.'],
    consequence: 'warning',
  },
  'sink.limit': {
    why: 'max.message.bytes of the sink is below that of the source, and below limits.recordBytes. Placeholders and tokens can also make a record longer than its source.',
    recognise: 'Such records are quarantined as record_too_large.',
    steps: [`${alter} max.message.bytes=…`, 'Or lower limits.recordBytes, so that it is said as limit_exceeded.'],
    consequence: 'warning',
  },
  'sink.times': {
    why: 'The sink accepts record times in a narrower range than the source. A record outside of it is quarantined, since the sink would refuse the whole batch.',
    recognise: 'Such records are quarantined as unexpected_shape with the field path "timestamp".',
    steps: [
      'Give the sink the same value for `setting` as the source has.',
      'Or let the sink write times of its own: message.timestamp.type=LogAppendTime.',
    ],
    consequence: 'warning',
  },
  'sink.timestamp_type': {
    why: 'A policy says timestamp: day or year. Cut so far, times look so old that the sink would expire or refuse its records.',
    recognise: '`setting` is message.timestamp.type, and the sink has CreateTime.',
    steps: [`${alter} message.timestamp.type=LogAppendTime`, 'Or declare timestamp: hour in the policy.'],
    consequence: 'refused',
  },
  'sink.key': {
    why: 'A compacted topic keeps the last record of each key. Keys that are redacted become equal, and keys that are dropped are refused: records would be lost.',
    recognise: 'The message names the policy and the treatment.',
    steps: [
      'Tokenize the key, or keep it with a shape, in every policy of the route.',
      'Or give the sink cleanup.policy=delete.',
    ],
    consequence: 'refused',
  },
  'sink.tombstones': {
    why: 'A tombstone deletes a row of a compacted sink. It has no value, so where the policy says tenant: { field: … } nobody can tell its tenant; tokens of key or headers would join across tenants. So it is quarantined, and the row stays in the sink for ever: also one that a patient wants gone.',
    recognise: 'The sink is compacted, a policy tokenizes its key or a header, and its tenant is a field.',
    steps: [
      'If all records of the route belong to one tenant, say so: tenant: { const: name }. Tokens of another tenant differ: begin with a new sink.',
      'Otherwise split the source by tenant, or give the sink cleanup.policy=delete and a retention.',
    ],
    consequence: 'warning',
  },
  'sink.key_version': {
    why: 'The compacted sink holds keys that were tokenized with another version of the token key. With a new version each key would be there twice, and the old ones for ever.',
    recognise: 'The last keys of the sink carry another version than routes[].keyVersion, or than keys.active.',
    steps: [
      'Pin the version that the sink holds: routes[].keyVersion.',
      'Or send to a new sink, and let readers move over.',
    ],
    consequence: 'refused',
  },
  'quarantine.topic_missing': {
    why: 'The brokers know no topic of the name that the route has as its quarantine. Sigilo creates no topics.',
    recognise: '`topic` is the name as configured.',
    steps: [
      'Create it with cleanup.policy=delete, max.message.bytes at least 16 KiB above that of the source, and a retention of a week or more.',
    ],
    consequence: 'refused',
  },
  'quarantine.unfit': {
    why: 'The quarantine is compacted, or takes smaller records than the source: some quarantined records would be dropped or refused. Of a running worker: its max.message.bytes was lowered so far that not even a reference to a record fits.',
    recognise: '`setting` says which: `found` or `actual` is what it is, `limit` what is needed.',
    steps: [`${alter} cleanup.policy=delete`, `${alter} max.message.bytes=… (at least \`limit\`)`],
    consequence: 'refusedOrWaits',
  },
  'quarantine.too_few_partitions': {
    why: 'The quarantine topic has no partition that can be written to.',
    recognise: '`kafka-topics --describe` shows none with a leader.',
    steps: ['Create the topic anew, or mend the brokers that hold it.'],
    consequence: 'refused',
  },
  'quarantine.payloads_omitted': {
    why: 'Quarantined records are kept whole up to quarantine.budget a route and process, so that a flood of them does not fill the brokers’ disks; and none is kept whole that is larger than the quarantine topic takes. Of all others a reference is kept: reason, place, length and a keyed digest. The record itself then lies in the source only, for as long as that keeps it.',
    recognise:
      'sigilo_quarantine_payloads_omitted_total tells how many; cause="budget" is a flood, or a mistake that holds back all records, cause="size" a quarantine whose max.message.bytes is below what the source takes. The metadata of such a quarantine record say payload: omitted.',
    steps: [
      KEEP_SOURCE,
      '`sigilo status` and sigilo_records_quarantined_total tell the reasons: `sigilo explain REASON` says what to do about each.',
      'The metadata of each reference name topic, partition and offset in the source: docs/operations.md tells how to read them and how to recover a record, under "Reading the quarantine".',
      'To hold a record that was read again against its reference: open the quarantine record; inside is the HMAC-SHA-256 of its plaintext (src/core/quarantine-plaintext.ts), as quarantineDigest in src/core/quarantine.ts makes it.',
      'If mistakes on your side shall be kept whole for longer, raise quarantine.budget; for cause="size", max.message.bytes of the quarantine.',
    ],
    consequence: 'shown',
  },
  'quarantine.retention': {
    why: 'The quarantine keeps records for less than a week or than its source does, so what nobody looked at over a holiday is lost; or it keeps them for ever, although they are personal data.',
    recognise: '`actual` is retention.ms, -1 for ever; `limit` is what it should be at least.',
    steps: ['Decide how long it may take to settle what is quarantined.', `${alter} retention.ms=…`],
    consequence: 'warning',
  },
  'topic.replication': {
    why: 'A topic has a single replica although the cluster has more brokers, or a write counts as done with one replica; or min.insync.replicas is above the number of replicas, and every write is refused.',
    recognise: '`setting`, with `actual` and what it should be.',
    steps: [
      'Raise the replication factor to 3 with kafka-reassign-partitions.',
      `${alter} min.insync.replicas=2`,
      'As a fault (a refused start), lower min.insync.replicas to at most the number of replicas.',
    ],
    consequence: 'warning',
  },
} as const satisfies Readonly<Record<string, Explanation>>;
