import type { Explanation } from './explanation.ts';
import { KEEP_SOURCE } from './keep-source.ts';

const metadata = 'The metadata of the quarantine record, readable without a key, name source, offset and schema id';
const named = '`sigilo status`, the log and the metadata of the quarantine record name the field path';

/** Why a record was quarantined. */
export const RECORD_EXPLANATIONS = {
  malformed_avro: {
    why: 'The bytes are not what the schema says: cut, too long, a wrong magic byte, invalid UTF-8, a boolean that is neither 0 nor 1, an index out of range, a map key twice.',
    recognise: `${metadata}. JSON, plain text and records of serializers without a registry end here too.`,
    steps: ['Find the producer by topic and offset.', 'Correct it, and let it send the record again.'],
    consequence: 'quarantined',
  },
  unsupported_framing: {
    why: 'The schema id stands in a header of the record, in place of before its value.',
    recognise: 'The source record has a header __value_schema_id or __key_schema_id.',
    steps: ['Let the producer put the id before the value, as is the default of Confluent’s serializers.'],
    consequence: 'quarantined',
  },
  unknown_schema: {
    why: 'The registry does not know the schema id. It was asked twice; or so many unknown ids came at once that it was not asked about each.',
    recognise: `${metadata}.`,
    steps: [
      'See whether producer and worker use the same registry.',
      'If a schema was deleted, restore it under its id.',
      'If sigilo_registry_requests_total{outcome="not_asked"} grows, somebody floods the source with ids that nobody registered: find out who writes to it, and take the permission away. A schema that is new in such a time is known once one of its records was asked about.',
    ],
    consequence: 'quarantined',
  },
  uncovered_schema: {
    why: 'No policy of the route is for this record type, the schema is not Avro, or the record is a tombstone whose tenant would be a field.',
    recognise: `${metadata}. \`sigilo plan\` lists the record types and their policies.`,
    steps: [
      'Write a policy: `sigilo init SCHEMA` makes a first one.',
      'For tombstones declare the tenant as a constant: tenant: { const: … }.',
      'Restart the worker.',
    ],
    consequence: 'quarantined',
  },
  uncovered_field: {
    why: 'The record has a field, union branch or map that no rule of the policy names: mostly a new version of the schema.',
    recognise: `${named}: the first one that has no rule. \`sigilo plan\` names all.`,
    steps: [
      'Give the field a treatment, register the sink schema (`sigilo plan --register`), and restart.',
      'Or let the route drop such fields: uncovered: drop.',
    ],
    consequence: 'quarantined',
  },
  unexpected_shape: {
    why: 'A kept value, a key, or the tenant has another form than the policy declares; or the sink is compacted and the record has no key; or the sink would refuse the time of the record, or it lies before 1970 or after 9999.',
    recognise: `${named}; "timestamp" is the record’s time, "key" its key.`,
    steps: [
      'See who writes the field: it may hold something personal now.',
      'Correct the producer, or the shape in the policy and restart.',
      'A record without a key: have the producer set one, or give the sink cleanup.policy=delete; the worker notices by itself.',
      'For times, see `sigilo explain sink.times`.',
    ],
    consequence: 'quarantined',
  },
  sink_schema_missing: {
    why: 'The sanitized form of the schema version is not registered under the subject of the sink.',
    recognise: '`sigilo status` and the metadata of the quarantine record name the schema id: that of the source.',
    steps: [
      '`sigilo plan --config sigilo.yaml --register`; the worker finds it by itself within half a minute.',
      'Do it before producers use a new version.',
    ],
    consequence: 'quarantined',
  },
  record_too_large: {
    why: 'The sanitized record is larger than max.message.bytes of the sink.',
    recognise: '`sigilo check` compares the limits of the topics.',
    steps: ['Raise max.message.bytes of the sink; the worker notices by itself.'],
    consequence: 'quarantined',
  },
  limit_exceeded: {
    why: 'The record is beyond one of the limits: its size, one text in it, depth, items of a list or map, headers, known values; or it grew fourfold by its treatment.',
    recognise: `${named}, where it is of one field.`,
    steps: ['See whether such records are meant.', 'Raise the limit under `limits`, and restart.'],
    consequence: 'quarantined',
  },
  unreadable_batch: {
    why: 'A whole record batch cannot be read: it unfolds to more than 64 MiB, holds more than 250,000 records, uses a codec that Kafka does not have, is not what its codec says, or has the format from before Kafka 0.11. How many records it holds is not known: it counts as one, and reading goes on behind it.',
    recognise:
      'The quarantine record is a reference to the batch: the metadata, readable without a key, name its first offset (source.offset), its last (lastOffset) and its bytes in the log (length). Sealed in it is a keyed digest of these bytes.',
    steps: [
      KEEP_SOURCE,
      'Read the first and the last offset from the metadata, source.offset and lastOffset: docs/operations.md has the command under "Reading the quarantine".',
      'On a broker that holds the partition: kafka-dump-log --files LOG_DIRECTORY/TOPIC-PARTITION/SEGMENT.log. SEGMENT is the highest number that is not above the first offset. Leave out --deep-iteration and --print-data-log: they unfold the batch.',
      'A producer id or a codec that nobody uses here points at who wrote it.',
      'If it is a producer’s mistake, correct it: smaller batches, another compression; and let it send the records again.',
      'If nobody knows of it, somebody tries to stop or to fill Sigilo: find out who may write to the source, and take the permission away.',
    ],
    consequence: 'referenced',
  },
  detector_failed: {
    why: 'The detector could not finish with a text. The record was not sent.',
    recognise: `${named}.`,
    steps: ['Report it with version and field path: this is a bug of Sigilo.'],
    consequence: 'quarantined',
  },
  leak_blocked: {
    why: 'The guard, which reads the finished record with code of its own, found personal data in it that the detector had let through.',
    recognise: `${named}; check in the metadata tells what, mask shows the form only. sigilo_leaks_blocked_total{check} counts.`,
    steps: [
      'Look at the field: if it is not meant to hold such values, redact it or go to the producer.',
      'If it is free text, report the form that was missed, without the value.',
      'If the value is harmless, give the field a narrower shape.',
    ],
    consequence: 'quarantined',
  },
  internal: {
    why: 'A fault that nobody foresaw. As a record’s reason: the record was not sent, it is in the quarantine. As the code of a paused partition: its batch could not be prepared. As an error: the process or command ended.',
    recognise: '`thrown` names the class of the fault; its text is not kept, since it may quote data.',
    steps: ['Report it with code, context and version: this is a bug of Sigilo.', 'A restart loses nothing.'],
    consequence: 'quarantinedOrEnds',
  },
} as const satisfies Readonly<Record<string, Explanation>>;
