import kafkajs from 'kafkajs';
import { withAdmin } from '../../integration/topics.ts';
import type { ChaosRun, Fault, Strike } from '../chaos-run.ts';
import { whileWriteIsDenied } from './access-lists.ts';
import { missingCommits, watchPauses } from './pauses.ts';

const BITES_MS = 60_000;
const HELD_MS = 5_000;
const HEALED_MS = 120_000;
/** Not even what stands for a record has room. */
const TOO_SMALL = '256';
const LIMIT = 'max.message.bytes';

/** Nobody may write to the quarantine of a route. It bites when partitions paused for it and all committed again. */
export const quarantineDenied: Fault = {
  kind: 'quarantineDenied',
  strike: (run) => harmQuarantine(run, 'kafka.unauthorized', (topic, act) => whileWriteIsDenied(run, topic, act)),
};

/** The quarantine of a route takes no record. It bites when partitions paused for it and all committed again. */
export const quarantineTooSmall: Fault = {
  kind: 'quarantineTooSmall',
  strike: (run) =>
    harmQuarantine(run, 'quarantine.unfit', async (topic, act) => {
      const before = await topicSettings(run, topic);
      try {
        await setTopicSettings(run, topic, new Map([...before, [LIMIT, TOO_SMALL]]));
        return await act();
      } finally {
        await setTopicSettings(run, topic, before);
      }
    }),
};

async function harmQuarantine(
  run: ChaosRun,
  code: string,
  whileHarmed: <Result>(topic: string, act: () => Promise<Result>) => Promise<Result>,
): Promise<Strike> {
  const route = run.routes[run.random(run.routes.length)]!;
  const waitForPause = watchPauses(run, route, code);
  const bite = async () => {
    const found = await waitForPause(BITES_MS);
    if (found) await run.sleep(HELD_MS);
    return found;
  };
  const pause = await run.gate.alone(() => whileHarmed(route.quarantine, bite));
  const healedAt = Date.now();
  const missing = await missingCommits(run, route, healedAt, HEALED_MS);
  run.note('quarantine harmed', { code, route: route.name, pause, missing, healedInMs: Date.now() - healedAt });
  return { bit: pause !== null && missing.length === 0 };
}

/** The settings that the topic has of its own. */
async function topicSettings(run: ChaosRun, topic: string): Promise<ReadonlyMap<string, string>> {
  const described = await withAdmin(run.cluster.stack(), (admin) =>
    admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic }],
    }),
  );
  const entries = (described.resources[0]?.configEntries ?? []) as readonly {
    readonly configName: string;
    readonly configValue: string;
    readonly configSource: number;
  }[];
  return new Map(
    entries.flatMap(({ configName, configValue, configSource }) =>
      configSource === TOPIC_SOURCE ? [[configName, configValue] as const] : [],
    ),
  );
}

const TOPIC_SOURCE = 1;

/** Replaces all that the topic has of its own. */
async function setTopicSettings(run: ChaosRun, topic: string, settings: ReadonlyMap<string, string>): Promise<void> {
  await withAdmin(run.cluster.stack(), (admin) =>
    admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name: topic,
          configEntries: [...settings].map(([name, value]) => ({ name, value })),
        },
      ],
    }),
  );
}
