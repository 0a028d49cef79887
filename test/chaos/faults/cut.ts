import type { CutPlace, Fault, RequestName, SeenRequest, Strike } from '../chaos-run.ts';
import { cutKinds } from '../schedule.ts';
import { isOfPartition } from './kill-worker.ts';

/** Longer than it takes until something else brings about a request that is made at opening or joining only. */
const REQUEST_MS = 90_000;
const LONGEST_PAUSE_MS = 500;

/** Cuts the connection of whichever worker makes the request next. It bites when the request came. */
function cut(kind: string, request: RequestName, place: CutPlace): Fault {
  return {
    kind,
    strike: async (run): Promise<Strike> => {
      await run.sleep(run.random(LONGEST_PAUSE_MS));
      // Who is cut off in the check at its start only starts again: that says nothing about records.
      const suits = ({ transactionalId }: SeenRequest) => transactionalId === null || isOfPartition(transactionalId);
      const armed = run.cluster.proxy.arm({ request, place, suits });
      const timer = setTimeout(armed.withdraw, REQUEST_MS);
      const hit = await armed.fired;
      clearTimeout(timer);
      run.note('cut', { request, place, worker: hit?.clientId ?? null, transactionalId: hit?.transactionalId ?? null });
      return { bit: hit !== null };
    },
  };
}

/** A fault for each request and place of the table. */
export const cuts: readonly Fault[] = cutKinds().map(({ kind, request, place }) =>
  cut(kind, request as RequestName, place as CutPlace),
);
