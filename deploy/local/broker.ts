import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { SigiloError } from '../../src/errors.ts';
import { isListening, waitUntil } from './free-ports.ts';
import { isOurs, markerOf, startJava } from './java-process.ts';
import { isProxied, PROXIED_MEMORY, proxiedProperties } from './proxied.ts';
import { scramArguments, securityArguments, securityProperties } from './security.ts';
import type { BrokerState, StackState } from './stack-state.ts';
import { startFailure } from './start-failure.ts';

const START_TIMEOUT_MS = 60_000;
const LOG_CONFIGURATION = `-Dlog4j2.configurationFile=${join(import.meta.dirname, 'log4j2.xml')}`;

/** The server.properties of one node; internal topics are replicated as widely as the cluster allows, at most three times. */
export function brokerProperties(state: StackState, broker: BrokerState): string {
  const nodes = state.brokerStates.length;
  const replicas = Math.min(3, nodes);
  const minimum = Math.max(1, replicas - 1);
  const voters = state.brokerStates.map((each) => `${each.id}@127.0.0.1:${each.controllerPort}`).join(',');
  return `process.roles=broker,controller
node.id=${broker.id}
controller.quorum.voters=${voters}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
${accessProperties(state, broker)}log.dirs=${broker.dataDirectory}
auto.create.topics.enable=false
default.replication.factor=${replicas}
min.insync.replicas=${minimum}
offsets.topic.replication.factor=${replicas}
offsets.topic.num.partitions=5
transaction.state.log.replication.factor=${replicas}
transaction.state.log.min.isr=${minimum}
transaction.state.log.num.partitions=5
share.coordinator.state.topic.replication.factor=${replicas}
share.coordinator.state.topic.min.isr=${minimum}
broker.session.timeout.ms=4000
broker.heartbeat.interval.ms=500
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
controlled.shutdown.enable=${nodes > 1}
`;
}

function accessProperties(state: StackState, broker: BrokerState): string {
  if (state.security) return securityProperties(state, state.security, broker);
  return isProxied(broker) ? proxiedProperties(state, broker) : openProperties(state, broker);
}

/** Two listeners on loopback, one of them with passwords; whoever connects may do everything. */
function openProperties(state: StackState, broker: BrokerState): string {
  const { username, password } = state.saslUser;
  const listeners = `PLAINTEXT://127.0.0.1:${broker.port},SASL_PLAINTEXT://127.0.0.1:${broker.saslPort}`;
  const plain = `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`;
  return `listeners=${listeners},CONTROLLER://127.0.0.1:${broker.controllerPort}
advertised.listeners=${listeners}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN
listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl_plaintext.plain.sasl.jaas.config=${plain}
`;
}

/**
 * Writes the configuration of a node and formats its data directory, with the test user in it.
 * @throws SigiloError stack.failed
 */
export async function formatBroker(state: StackState, broker: BrokerState): Promise<void> {
  mkdirSync(broker.dataDirectory, { recursive: true });
  writeFileSync(broker.propertiesFile, brokerProperties(state, broker), { mode: 0o600 });
  const { username, password } = state.saslUser;
  await new Promise<void>((resolve, reject) => {
    const tool = [
      '-Xmx128m',
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      '-Dsigilo.log.level=WARN',
      LOG_CONFIGURATION,
    ];
    const scram = `SCRAM-SHA-512=[name=${username},password=${password},iterations=4096]`;
    const users = ['--add-scram', scram, ...(state.security ? scramArguments(state.security) : [])];
    const format = ['format', '--cluster-id', state.clusterId, '--config', broker.propertiesFile, ...users];
    const args = [markerOf(state.directory), '-XX:-UsePerfData', ...tool, '-cp', join(state.libs, '*')];
    execFile('java', [...args, 'kafka.tools.StorageTool', ...format], (error, _stdout, stderr) => {
      if (!error) return resolve();
      const faults = stderr
        .split('\n')
        .filter((line) => line !== '')
        .slice(-3);
      reject(new SigiloError('stack.failed', { setting: 'format', faults }));
    });
  });
}

/** Starts a formatted node and returns at once; its process id is in the state returned. */
export function startBroker(state: StackState, broker: BrokerState): BrokerState {
  const memory = isProxied(broker)
    ? PROXIED_MEMORY
    : ['-Xms256m', '-Xmx512m', '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=20'];
  const settings = [LOG_CONFIGURATION, ...(state.security ? securityArguments(state.security) : [])];
  const args = [...memory, ...settings, '-cp', join(state.libs, '*'), 'kafka.Kafka', broker.propertiesFile];
  return { ...broker, pid: startJava(state.directory, args, broker.logFile) };
}

/**
 * Waits until a node accepts clients on its two listeners for them.
 * @throws SigiloError stack.failed with the node's log file, when the process ends or a minute has passed
 */
export async function waitForBroker(state: StackState, broker: BrokerState): Promise<void> {
  const second = isProxied(broker) ? broker.proxiedPort : broker.saslPort;
  const ask = async () => (await isListening(broker.port)) && (await isListening(second));
  const goOn = () => isOurs(broker.pid, state.directory);
  if (!(await waitUntil(ask, { timeoutMs: START_TIMEOUT_MS, goOn }))) {
    throw startFailure(broker.logFile);
  }
}

/**
 * Waits until every node knows of all others: one that does not yet refuses to create replicated topics.
 * @throws SigiloError stack.failed with the first node's log
 */
export async function waitForCluster(state: StackState): Promise<void> {
  const options = { timeoutMs: START_TIMEOUT_MS, goOn: async () => true };
  if (!(await waitUntil(() => clusterAnswers(state), options))) throw startFailure(state.brokerStates[0]!.logFile);
}

/** True when each node's metadata names as many nodes as the stack has. */
export async function clusterAnswers(state: StackState): Promise<boolean> {
  const counts = await Promise.all(state.brokers.map(countBrokers));
  return counts.every((count) => count === state.brokers.length);
}

/** How many nodes this node's metadata names; 0 when it does not answer. */
async function countBrokers(broker: string): Promise<number> {
  const retry = { retries: 0 };
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING, connectionTimeout: 1000, retry }).admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length;
  } catch {
    return 0;
  } finally {
    await admin.disconnect().catch(() => {});
  }
}
