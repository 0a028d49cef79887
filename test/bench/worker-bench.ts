/** Speed as ratios of one run: the worker (exactly once, policy of chat-message) beside a plain kafkajs copy. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { stringify } from 'yaml';
import { freePorts } from '../../deploy/local/free-ports.ts';
import { startStack, stopStack } from '../../deploy/local/stack-control.ts';
import { loadSchemas } from '../../src/commands/demo/schemas.ts';
import { generateKeys } from '../../src/commands/keys.ts';
import { planRoutes } from '../../src/commands/plan/plan-routes.ts';
import { loadConfig } from '../../src/config.ts';
import { openRegistry } from '../../src/open-registry.ts';
import { makeChatRecords } from './chat-records.ts';
import { startNode, watchCopy } from './copy-speed.ts';
import { measureCore } from './core-speed.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, records: { type: 'string', default: '300000' } },
});
const RECORDS = Number(values.records);
/** Distinct records; sent again and again until there are enough. */
const DISTINCT = Math.min(RECORDS, 20_000);
const PARTITIONS = 4;
const BATCH = 2_000;
const root = new URL('../../', import.meta.url).pathname;
const say = (line: string) => values.json || console.log(line);

const directory = mkdtempSync(join(tmpdir(), 'sigilo-bench-'));
try {
  const core = measureCore();
  say(`core, one core: ${core.recordsPerSecond} records/s without text, ${core.withTextRecordsPerSecond} with text`);
  const stack = await startStack({ directory: join(directory, 'stack') });
  const kafka = new Kafka({ brokers: [...stack.brokers], clientId: 'bench', logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const topics = ['bench.raw', 'bench.plain', 'bench.sanitized', 'bench.quarantine'];
  // A plain copy sends what it fetched as one record batch, and stops for good when that is above the topic's limit.
  const LIMITS: Record<string, number> = { 'bench.plain': 16 << 20, 'bench.quarantine': 4 << 20 };
  const limit = (name: string) => String(LIMITS[name] ?? 1 << 20);
  await admin.createTopics({
    waitForLeaders: true,
    topics: topics.map((topic) => ({
      topic,
      numPartitions: PARTITIONS,
      configEntries: [
        { name: 'max.message.bytes', value: limit(topic) },
        { name: 'retention.ms', value: '-1' }, // the records carry times of the past
      ],
    })),
  });
  const { quarantine } = await generateKeys(
    { directory: join(directory, 'keys'), identity: join(directory, 'identity') },
    new Date(),
  );
  const [port, adminPort] = await freePorts(2);
  const configFile = join(directory, 'sigilo.yaml');
  writeFileSync(
    configFile,
    stringify({
      kafka: { brokers: stack.brokers, groupId: 'bench' },
      registry: { url: stack.registry },
      keys: { directory: join(directory, 'keys'), active: 'k1' },
      quarantine: { recipients: [quarantine?.recipient] },
      http: { port, adminPort },
      log: { level: 'warn' },
      routes: [
        {
          name: 'bench',
          source: 'bench.raw',
          sink: 'bench.sanitized',
          quarantine: 'bench.quarantine',
          policies: [`${root}schemas/chat-message.policy.yaml`],
        },
      ],
    }),
    { mode: 0o600 },
  );
  const config = loadConfig(configFile);
  const registry = openRegistry(config.registry);
  const schemaId = await registry.register('bench.raw-value', loadSchemas().chat as never);
  // The policy also serves version 2 of the schema; without it the plan would list its rule as unused.
  await registry.register('bench.raw-value', loadSchemas().chatNext as never);
  await planRoutes(config, registry, true);
  say(`writing ${RECORDS} records of chat to ${PARTITIONS} partitions`);
  const averageBytes = await produce(kafka, schemaId);

  const brokers = stack.brokers;
  const plainArguments = JSON.stringify({ brokers, groupId: 'bench-plain', source: 'bench.raw', sink: 'bench.plain' });
  const plain = await watchCopy(
    admin,
    () => startNode([`${root}test/bench/plain-copy.ts`, plainArguments]),
    'bench.plain',
    RECORDS,
  );
  say(
    `plain copy: ${plain.recordsPerSecond} records/s, ${plain.cpuMicrosPerRecord} us CPU a record, peak ${plain.peakRssMb} MB`,
  );
  const worker = await watchCopy(
    admin,
    () => startNode([`${root}src/cli.ts`, 'run', '--config', configFile]),
    'bench.sanitized',
    RECORDS,
  );
  say(
    `worker: ${worker.recordsPerSecond} records/s, ${worker.cpuMicrosPerRecord} us CPU a record, peak ${worker.peakRssMb} MB, over time ${worker.rssMb.join(' ')}`,
  );
  const ratio = Number((worker.recordsPerSecond / plain.recordsPerSecond).toFixed(2));
  say(`ratio: ${ratio}`);
  await admin.disconnect();
  if (values.json) {
    console.log(
      JSON.stringify({
        records: RECORDS,
        averageBytes,
        plain: speedOf(plain),
        worker: speedOf(worker),
        core,
        ratio,
        peakRssMb: worker.peakRssMb,
        plainPeakRssMb: plain.peakRssMb,
        rssMbOverTime: worker.rssMb,
      }),
    );
  }
} finally {
  await stopStack(join(directory, 'stack'));
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

function speedOf({ recordsPerSecond, cpuMicrosPerRecord }: { recordsPerSecond: number; cpuMicrosPerRecord: number }) {
  return { recordsPerSecond, cpuMicrosPerRecord };
}

/** Fills the source; gives the mean size of a value in bytes. */
async function produce(kafka: Kafka, schemaId: number): Promise<number> {
  const distinct = makeChatRecords(DISTINCT, 11, schemaId);
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  let bytes = 0;
  for (let sent = 0; sent < RECORDS; sent += BATCH) {
    const messages = Array.from({ length: Math.min(BATCH, RECORDS - sent) }, (_, index) => {
      const { key, value, headers, timestamp } = distinct[
        (sent + index) % distinct.length
      ] as (typeof distinct)[number];
      bytes += value?.length ?? 0;
      return {
        key,
        value,
        headers: headers as Record<string, string>,
        timestamp: String(timestamp),
        partition: (sent / BATCH) % PARTITIONS,
      };
    });
    await producer.send({ topic: 'bench.raw', messages });
  }
  await producer.disconnect();
  return Math.round(bytes / RECORDS);
}
