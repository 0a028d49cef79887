import { parseArgs } from 'node:util';
import { SigiloError } from '../../src/errors.ts';
import { readStack, type StackState, stackAnswers, startStack, stopStack } from './stack-control.ts';

const USAGE = `Usage: npm run stack -- up|down|status [--nodes 1|3] [--secured] [--dir DIRECTORY] [--json]

Runs a real Kafka and a schema registry on this machine, on 127.0.0.1 only. Needs Java 17 and, the first time, Maven.
  up      starts the stack, or repairs it; returns when it can be used
  down    stops it and deletes its data
  status  says where it is; exit code 1 when it does not run

  --secured  adds TLS, client certificates and ACLs (needs openssl); \`status --json\` names passwords and certificates

Example: npm run stack -- up --nodes 3
`;

// kafkajs computes negative timeouts, of which Node 24 warns; they do no harm.
process.removeAllListeners('warning');

const { values, positionals } = readArguments();

try {
  process.exitCode = await main(positionals[0]);
} catch (error) {
  if (!(error instanceof SigiloError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        nodes: { type: 'string' },
        secured: { type: 'boolean' },
        dir: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

async function main(command: string | undefined): Promise<number> {
  if (values.help || !['up', 'down', 'status'].includes(command ?? '') || positionals.length > 1) {
    (values.help ? console.log : console.error)(USAGE);
    return values.help ? 0 : 2;
  }
  if (command === 'up') return up();
  if (command === 'down') {
    await stopStack(values.dir);
    if (!values.json) console.log('stack: stopped, its data deleted');
    return 0;
  }
  return status();
}

async function up(): Promise<number> {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => interrupted.abort());
  try {
    const state = await startStack({
      ...(values.dir ? { directory: values.dir } : {}),
      ...(values.secured ? { secured: true } : {}),
      ...(values.nodes ? { nodes: Number(values.nodes) } : {}),
      onProgress: (step) => console.error(`stack: ${step}`),
      signal: interrupted.signal,
    });
    print(state, true);
    return 0;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    console.error('stack: interrupted, no process is left behind');
    return 130;
  }
}

async function status(): Promise<number> {
  const state = readStack(values.dir);
  if (!state) {
    console.log(values.json ? JSON.stringify({ running: false }) : 'stack: not running');
    return 1;
  }
  const running = await stackAnswers(state);
  print(state, running);
  return running ? 0 : 1;
}

function print(state: StackState, running: boolean): void {
  if (values.json) {
    console.log(JSON.stringify({ running, ...state }));
    return;
  }
  const secured = state.sslBrokers ? `\n  client TLS ${state.sslBrokers.join(',')}` : '';
  console.log(`stack: ${running ? 'running' : 'does not answer; `up` repairs it, `down` removes it'}
  brokers    ${state.brokers.join(',')}
  with SASL  ${state.saslBrokers.join(',')}${secured}
  registry   ${state.registry}
  directory  ${state.directory}
  tools      java -cp '${state.libs}/*' org.apache.kafka.tools.TopicCommand --bootstrap-server ${state.brokers[0]} --list`);
}
