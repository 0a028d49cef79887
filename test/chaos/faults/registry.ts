import type { RegistryFault } from '../../integration/registry-proxy.ts';
import type { ChaosRun, Fault, Strike } from '../chaos-run.ts';
import { missingCommits, watchPauses } from './pauses.ts';

const BITES_MS = 60_000;
const HELD_MS = 5_000;
const HEALED_MS = 120_000;
const MINUTE_MS = 60_000;

interface Harm {
  readonly begin: (run: ChaosRun) => Promise<void>;
  readonly end: (run: ChaosRun) => Promise<void>;
}

/** The port is closed: nothing listens there. */
const DOWN: Harm = {
  begin: ({ registry }) => registry.shut(),
  end: ({ registry }) => registry.open(),
};

const answers = (fault: RegistryFault): Harm => ({
  begin: async ({ registry }) => {
    registry.script = () => fault;
  },
  end: async ({ registry }) => {
    registry.script = () => null;
  },
});

/** Nobody listens where the registry was. */
export const registryDown = registryFault('registryDown', DOWN, HELD_MS);
/** Each answer begins and takes longer than a worker waits. */
export const registrySlow = registryFault('registrySlow', answers('slow drip'), HELD_MS);
/** No answer ever comes. */
export const registryHanging = registryFault('registryHanging', answers('hang'), HELD_MS);
/** Each answer is half a schema. */
export const registryGarbage = registryFault('registryGarbage', answers('garbage'), HELD_MS);

/** Nobody listens for so long. */
export function registryAway(minutes: number): Fault {
  return registryFault('registryAway', DOWN, minutes * MINUTE_MS);
}

/**
 * Harms the registry while a route's records carry a schema that no worker knows.
 * It bites when partitions of the route paused for it, and, where the registry's port was open, requests met the harm;
 * and when all of them committed again without anybody's doing.
 */
function registryFault(kind: string, harm: Harm, heldMs: number): Fault {
  const strike = async (run: ChaosRun): Promise<Strike> => {
    const route = run.routes[run.random(run.routes.length)]!;
    const waitForPause = watchPauses(run, route, 'registry.unavailable');
    const seenBefore = run.registry.seen.length;
    await harm.begin(run);
    let pause: Awaited<ReturnType<typeof waitForPause>>;
    try {
      await run.load.nextSchema(route.name);
      pause = await waitForPause(BITES_MS);
      if (pause) await run.sleep(heldMs);
    } finally {
      await harm.end(run);
    }
    const met = run.registry.seen.slice(seenBefore).filter(({ fault }) => fault !== null).length;
    const healedAt = Date.now();
    const missing = await missingCommits(run, route, healedAt, HEALED_MS);
    run.note('registry harmed', { kind, route: route.name, pause, met, missing, healedInMs: Date.now() - healedAt });
    return { bit: pause !== null && (met > 0 || harm === DOWN) && missing.length === 0 };
  };
  return { kind, strike };
}
