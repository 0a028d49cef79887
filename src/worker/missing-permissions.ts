import { type ErrorCode, SigiloError, thrownName } from '../errors.ts';
import { viewPermissions } from '../io/kafka-permissions.ts';
import { protocolErrorType } from '../io/kafka-source.ts';
import type { Finding } from '../preflight/finding.ts';
import { checkTransactionalIds, permissionFindings } from '../preflight/permissions.ts';
import { connectionFault, isConnectionLost, isOfClass, kafkaError } from './kafka-error.ts';
import type { RouteState, WorkerState } from './worker-state.ts';

/** For so long an answer is used, and not asked or logged again. */
const MEMORY_MS = 10_000;
/** A batch that failed waits so long at most for the answer. */
const ANSWER_MS = 3_000;

/**
 * True for errors behind which a permission may be missing. kafkajs tells of a refused group or transactional id that
 * no coordinator was found, and brokers of a topic beside a refused one that nothing was attempted.
 */
export function mayLackPermission(error: unknown): boolean {
  const type = protocolErrorType(error) ?? '';
  if (type.endsWith('_AUTHORIZATION_FAILED') || type === 'OPERATION_NOT_ATTEMPTED') return true;
  return isOfClass(error, ['KafkaJSGroupCoordinatorNotFound']);
}

/**
 * The code by which a batch of the route is paused when a permission that it needs is missing, else null. Each missing
 * permission is logged by name. Never rejects.
 */
export async function missingPermissionCode(
  worker: WorkerState,
  route: RouteState,
  error: unknown,
): Promise<ErrorCode | null> {
  if (!mayLackPermission(error)) return null;
  const { source, sink, quarantine } = route.pipeline;
  const missing = await missingPermissions(worker);
  const isOurs = ({ context: { topic } }: Finding) => topic === undefined || [source, sink, quarantine].includes(topic);
  return missing.some(isOurs) ? 'kafka.unauthorized' : null;
}

/** The error that a crash of the consumer amounts to; missing permissions are logged by name. Never rejects. */
export async function crashError(worker: WorkerState, error: unknown): Promise<SigiloError> {
  const thrown = thrownName(error);
  const [first] = mayLackPermission(error) ? await missingPermissions(worker) : [];
  if (!first) {
    const errorType = protocolErrorType(error);
    const context = { thrown, ...(errorType && { errorType }) };
    return crashWithoutBrokers(worker, error) ?? new SigiloError('worker.crashed', context);
  }
  const { topic, operation, resource } = first.context;
  const context = { ...(topic && { topic }), ...(operation && { operation }), ...(resource && { resource }), thrown };
  return new SigiloError('kafka.unauthorized', context, { retryable: true });
}

/** Who ended because of brokers that cannot be reached, or that are not trusted, has not merely crashed. */
function crashWithoutBrokers(worker: WorkerState, error: unknown): SigiloError | null {
  const isOfSilence = !worker.brokers.reachable && error instanceof Error && error.name.startsWith('KafkaJS');
  return isOfSilence || isConnectionLost(error) || connectionFault(error) ? kafkaError(error) : null;
}

/** Asks the brokers which permissions are missing, or tells what they said a moment ago; none while they are silent. */
export function missingPermissions(worker: WorkerState): Promise<readonly Finding[]> {
  const { permissions } = worker;
  const now = performance.now();
  if (now - permissions.askedAt >= MEMORY_MS) {
    permissions.askedAt = now;
    permissions.asked = ask(worker);
  }
  return permissions.asked;
}

async function ask(worker: WorkerState): Promise<readonly Finding[]> {
  const { groupId, ports, telemetry } = worker;
  const routes = [...worker.routes.values()].map(({ pipeline, mode, fromStart }) => {
    const { name, source, sink, quarantine } = pipeline;
    return { name, source, sink, quarantine, mode, fromStart };
  });
  const topics = [...new Set(routes.flatMap(({ source, sink, quarantine }) => [source, sink, quarantine]))];
  const silence = Promise.withResolvers<null>();
  const timer = setTimeout(() => silence.resolve(null), ANSWER_MS);
  try {
    const view = await Promise.race([
      viewPermissions(ports.createClient(), groupId, topics, checkTransactionalIds(groupId, routes)),
      silence.promise,
    ]);
    if (view === null) return [];
    const missing = permissionFindings(groupId, routes, view).filter(({ code }) => code === 'kafka.permission_missing');
    for (const { code, context } of missing) {
      const { route, topic, operation, resource } = context;
      const place = { ...(route && { route }), ...(topic && { topic }), ...(operation && { operation }) };
      telemetry.log('error', 'a permission is missing', { code, ...place, ...(resource && { resource }) });
    }
    return missing;
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}
