import { z } from 'zod';
import { ERROR_CODES, type ErrorCode, RECORD_REASONS, SigiloError } from '../../errors.ts';
import type { StatusPage } from '../run/status-page.ts';

/** Without what a terminal would obey: who listens on the port need not be a worker. */
const text = z.string().regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u);
const time = z.number().nullable();

const paused = z.object({
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
  since: z.number(),
  remedy: text.nullable(),
});

const partition = z.object({
  route: text,
  partition: z.number(),
  position: text.nullable(),
  lagRecords: z.number().nullable(),
  lagSeconds: z.number().nullable(),
  paused: paused.nullable(),
  lastCommitAt: time,
});

const quarantined = z.object({
  reason: z.enum(RECORD_REASONS),
  count: z.number(),
  fieldPath: text.nullable(),
  schemaId: z.number().nullable(),
  lastAt: z.number(),
});

const routeHealth = z.looseObject({
  route: text,
  lastCommitAt: time,
  recent: z.array(quarantined),
  recentConsumed: z.number(),
  recentOmitted: z.number(),
});

const worker = z.looseObject({
  isJoined: z.boolean(),
  isStopping: z.boolean(),
  isFatal: z.boolean(),
  assigned: z.number(),
  openBreakers: z.array(text),
  joiningSince: time,
  brokers: z.object({ reachable: z.boolean(), since: z.number() }),
  routes: z.array(routeHealth),
  partitions: z.array(partition),
});

const route = z.object({
  name: text,
  source: text,
  sink: text,
  quarantine: text,
  mode: text,
  keyVersion: text,
  recordKeyVersion: text,
  plans: z.array(z.object({ plan: text, policy: text, schemaId: z.number() })),
  counts: z.object({
    consumed: z.number(),
    forwarded: z.number(),
    quarantined: z.record(text, z.number()),
    expired: z.number(),
  }),
});

const page = z.object({
  version: text,
  startedAt: z.iso.datetime(),
  routes: z.array(route),
  worker: worker.nullable(),
});

/**
 * Holds what answered at `/status` to the form of the page.
 * @throws SigiloError `worker.unreachable` when it is something else, or of a version that says other things
 */
export function readPageShape(answer: unknown, port: number): StatusPage {
  const parsed = page.safeParse(answer);
  if (parsed.success) return parsed.data as unknown as StatusPage;
  throw new SigiloError('worker.unreachable', { setting: 'http.port', actual: port, thrown: 'StatusPage' });
}
