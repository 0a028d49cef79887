/**
 * The closed list of error codes: what each means and what to do about it.
 * `{name}` parts of the texts are filled from the error's context, which can hold no record value.
 */
export const ERROR_CODES = {
  'config.invalid': ['the configuration is not valid', 'correct every fault listed and start again'],
  'config.secret_unreadable': [
    'a file of secrets or certificates cannot be used',
    'make the file exist and hold what it should; secrets must be readable by this user only',
  ],
  'node.version': ['this Node.js version is too old', 'use Node.js 22.18 or newer'],
  'policy.invalid': [
    'the policy is not valid',
    'correct every fault listed; `sigilo plan` checks a policy without Kafka',
  ],
  'policy.incomplete': [
    'the policies and the schemas do not match',
    'settle what is listed; `sigilo plan` shows what each field gets',
  ],
  'plan.changed': [
    'the plan is not the one of the lock file',
    'review what has changed, weakened treatments first; then write it anew with `sigilo plan --lock` and commit it',
  ],
  'plan.warned': [
    'the plan has warnings, and --strict was asked for',
    'settle each, or plan without --strict once somebody has decided that it may stay',
  ],
  'output.exists': [
    'the output file exists already and is not overwritten',
    'name another file, or move this one away: it may hold decisions that somebody took',
  ],
  'output.unwritable': ['the output file cannot be written', 'name a file in a directory that this user may write'],
  'input.quarantined': [
    'records of the input would be quarantined',
    'read the reasons above; correct the policy or the input',
  ],
  'schema.invalid': ['the Avro schema cannot be used', 'correct the schema; references must be given beside it'],
  'model.unreadable': [
    'a file of what the detector has learned cannot be used; without it, names would pass',
    'restore the file: install the package again, or `git checkout models` in a clone',
  ],
  'keys.unreadable': [
    'a key file or its directory cannot be used',
    'restore the file from its backup, mode 0600; only before the first record, create keys with `sigilo keys generate`',
  ],
  'keys.exposed': [
    'a key file can be read by others',
    'chmod 600 the file and chmod 700 its directory; consider the key stolen',
  ],
  'keys.mismatch': [
    'this is another key under the same name: its tokens would join with none of the old ones',
    'put the key back whose check value `keys.check` names; a new key takes a version that was never used: `sigilo keys generate --version`',
  ],
  'keys.unpinned': ['nothing would notice another key under the same name', 'add the line to sigilo.yaml'],
  'keys.no_recipient': [
    'no quarantine recipient is configured',
    'run `sigilo keys generate` and list the public recipient',
  ],
  'keys.exists': ['a key exists there already', 'use `sigilo keys rotate` to add a version'],
  'registry.unavailable': [
    'the schema registry did not answer as it should',
    'the worker waits and retries; check the address, path and state of the registry',
  ],
  'registry.tls': [
    'no TLS connection to the schema registry was made',
    'errorType tells why: unknown authority: name it as registry.ssl.ca; other host name: use a name that the certificate lists; expired: renew it; an alert: the registry does not accept our certificate',
  ],
  'registry.unauthorized': [
    'the schema registry refused our credentials',
    'the worker waits and retries; check the credentials',
  ],
  'registry.incompatible': [
    'the registry refuses the schema as incompatible',
    'send the new shape to a new sink topic',
  ],
  'source.topic_missing': ['a source topic does not exist', 'create the topic or correct the route'],
  'source.offset_lost': [
    'the committed offset is no longer in the source: records expired before they were read',
    'the partition waits; to go on at the oldest record that is left, restart the worker once with `--accept-loss ROUTE` added to its command',
  ],
  'source.no_offset': [
    'the group has no offset but the sink holds records',
    'restore the group offsets, or start with --from-start, which sends all records again',
  ],
  'source.codec': [
    'a record batch is damaged so that its end is not known',
    'the partition stops; look for a sound replica',
  ],
  'sink.topic_missing': ['a sink topic does not exist', 'create the topic or correct the route'],
  'sink.too_few_partitions': ['the sink has fewer partitions than the source', 'add partitions to the sink'],
  'sink.unavailable': [
    'a transaction could not be completed',
    'it is retried from the committed offset; check the brokers',
  ],
  'quarantine.topic_missing': [
    'the quarantine topic does not exist',
    'create it: not compacted, limit >= source limit + 16 KiB',
  ],
  'quarantine.unfit': [
    'the quarantine topic cannot serve',
    'cleanup.policy=delete and max.message.bytes >= source limit + 16 KiB',
  ],
  'quarantine.too_few_partitions': ['the quarantine topic has no partition', 'create the quarantine topic'],
  'quarantine.payloads_omitted': [
    'of some quarantined records only references are kept',
    'find out what is quarantined; until it is settled, keep the source’s retention (retention.ms, retention.bytes) long enough to read them there again',
  ],
  'source.schema_missing': [
    'the registry has no schema of this source',
    'register it, as producers do by themselves, or correct the subject; until then nothing was checked against it',
  ],
  'source.schema_uncovered': [
    'a version of the source schema has fields that no rule covers',
    'its records are quarantined (uncovered_field): extend the policy; `sigilo plan` names the fields',
  ],
  'source.schema_versions': [
    'the source has more schema versions than a check looks at',
    'only the newest (limit) of them (actual) were held against the policies: delete from the registry what no record uses any more',
  ],
  'source.retention': [
    'the source keeps raw records for more than a week or for ever, or may delete them by size before they are read',
    'give it a retention.ms no longer than Sigilo may need to catch up; where the setting is retention.bytes, take it away (-1) or make it far larger than what comes in that time',
  ],
  'sink.schema_missing': [
    'the sink schema of a source version is not registered',
    'its records are quarantined (sink_schema_missing): run `sigilo plan --config sigilo.yaml --register`',
  ],
  'sink.retention': [
    'the sink keeps records for less time than its source',
    'raise its retention.ms to that of the source, or a reader that is late loses what the source still holds',
  ],
  'sink.limit': [
    'the sink takes smaller records than its source',
    'raise its max.message.bytes: larger records are quarantined (record_too_large)',
  ],
  'sink.times': [
    'the sink refuses record times that the source takes',
    'widen this setting of the sink, or give it LogAppendTime: such records are quarantined (unexpected_shape)',
  ],
  'sink.timestamp_type': [
    'a policy cuts timestamps so far that the sink would expire its records at once',
    'give the sink message.timestamp.type=LogAppendTime, or declare a finer timestamp in the policy',
  ],
  'sink.key': [
    'the sink is compacted, but the treatment of the key does not tell keys apart',
    'tokenize or keep the key in the policy, or give the sink cleanup.policy=delete',
  ],
  'sink.tombstones': [
    'the sink is compacted, but tombstones cannot reach it: their tokens would need a tenant, which is a field of the value',
    'declare the tenant as a constant (tenant: { const: … }): until then each tombstone is quarantined (uncovered_schema)',
  ],
  'sink.key_version': [
    'the compacted sink holds keys of another key version',
    'pin the version that it holds (routes[].keyVersion), or send to a new sink',
  ],
  'quarantine.retention': [
    'the quarantine keeps records too briefly, or for ever',
    'give it a retention.ms of at least a week and that of its source: what nobody opened by then is lost',
  ],
  'topic.replication': [
    'a topic would lose records with one broker, or refuse all writes',
    'give it a replication factor of 3 and min.insync.replicas=2, never more than the replicas',
  ],
  'clock.skew': [
    'this clock and that of the registry differ by more than a minute (limit and actual are seconds)',
    'synchronize the clocks (NTP): record times are judged by them',
  ],
  'kafka.permission_missing': [
    'the worker lacks a permission on the brokers',
    'allow this operation on this resource; the README lists the least permissions',
  ],
  'kafka.unavailable': [
    'the brokers cannot be reached, or one refuses to read a partition',
    'check the addresses, the network and the brokers',
  ],
  'connection.plaintext': [
    'a connection to another machine is neither encrypted nor authenticated',
    'give kafka.ssl, or a registry with an https address: whoever is on the way reads or changes raw records, or schemas',
  ],
  'kafka.tls': [
    'no TLS connection to a broker was made',
    'errorType tells why: unknown authority: name it as kafka.ssl.ca; other host name: use a name that the certificate lists; expired: renew it; an alert: the broker does not accept our certificate',
  ],
  'kafka.unauthorized': ['the brokers refused our credentials or permissions', 'check user, password and ACLs'],
  'start.refused': [
    'the start checks found several faults',
    'settle each fault listed; `sigilo check` shows them without a start',
  ],
  'check.incomplete': [
    'the schemas could not be looked at: the check is not done',
    'make the registry answer, then check again; a start would go on and wait for it',
  ],
  'check.failed': ['a start would be refused', 'settle each fault listed above, then check again'],
  'status.attention': ['the worker needs attention', 'see what is listed above and what to do about it'],
  'worker.unreachable': [
    'no running worker answers at its metrics address',
    'start it with `sigilo run`, or name the configuration that it runs with (--config)',
  ],
  'worker.starting': ['the worker has not joined its group yet', 'wait; if it lasts, read its log'],
  'worker.not_ready': [
    'the worker is not a member of its group',
    'wait: after a crash it takes up to the session timeout; if it lasts longer, read its log',
  ],
  'worker.idle': [
    'records wait but nothing was committed for minutes',
    'see the paused partitions and the log; restart the worker if neither tells why',
  ],
  'worker.stalled': [
    'the consumer made no progress and no request',
    'the process exits so that the partition moves on',
  ],
  'worker.crashed': ['the consumer stopped for good', 'the process exits so that it is started again'],
  'worker.stop_timeout': ['the orderly stop took too long', 'the process exits; the next owner fences it'],
  'breaker.open': ['the guard found a fault of Sigilo itself', 'the route is stopped; report it, fix, restart'],
  'http.port': [
    'an HTTP listener could not be opened',
    'choose another port; beside a worker that runs already, `sigilo check` always says so',
  ],
  'demo.failed': ['the demo found a record with an unexpected outcome', 'read the report; this is a bug of Sigilo'],
  'demo.interrupted': ['the demo was stopped', 'all that it started is gone; run it again'],
  'stack.requirements': ['the local stack lacks a program it needs', 'install Java 17 or newer and Maven'],
  'stack.failed': ['the local stack did not start', 'read the log named in the message'],
  'input.invalid': ['the input cannot be read', 'correct what the message names'],
  internal: ['an unexpected fault inside Sigilo', 'report it with the code and the context'],
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;
