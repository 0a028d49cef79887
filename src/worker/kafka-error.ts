import { type ConnectionFault, readFault } from '../core/connection-fault.ts';
import { SigiloError, thrownName } from '../errors.ts';
import { protocolErrorType } from '../io/kafka-source.ts';

/** Turns what kafkajs threw into an error of ours; its message is not kept. */
export function kafkaError(thrown: unknown): SigiloError {
  if (thrown instanceof SigiloError) return thrown;
  const fault = connectionFault(thrown);
  if (fault) return errorOf(fault);
  const errorType = protocolErrorType(thrown);
  const context = { thrown: thrownName(thrown), ...(errorType && { errorType }) };
  return new SigiloError(isUnauthorized(thrown) ? 'kafka.unauthorized' : 'kafka.unavailable', context, {
    retryable: true,
  });
}

/** True when the brokers refused our credentials or permissions, and not merely this request. */
export function isUnauthorized(thrown: unknown): boolean {
  if (connectionFault(thrown)?.code === 'kafka.unauthorized') return true;
  const type = protocolErrorType(thrown) ?? '';
  if (type.includes('AUTHORIZATION') || type.includes('SASL')) return true;
  return isOfClass(thrown, ['KafkaJSSASLAuthenticationError']);
}

/** Whether an error, or one of its causes, is of one of these classes of kafkajs. */
export function isOfClass(thrown: unknown, names: readonly string[]): boolean {
  return withCauses(thrown).some(({ name }) => names.includes(name));
}

/** An error and what caused it, the outermost first; a chain that is longer than any of kafkajs is cut. */
function withCauses(thrown: unknown): readonly Error[] {
  const errors: Error[] = [];
  for (let current = thrown; current instanceof Error && errors.length < 8; current = current.cause) {
    errors.push(current);
  }
  return errors;
}

/** Classes by which kafkajs tells that a connection failed; its other errors may be those of brokers that answer. */
const LOST = ['KafkaJSConnectionError', 'KafkaJSConnectionClosedError', 'KafkaJSNoBrokerAvailableError'];

/** True of an error of kafkajs that came of a failed connection, also when it gave up after many tries. */
export function isConnectionLost(thrown: unknown): boolean {
  return isOfClass(thrown, LOST);
}

/** What our own sockets and authentication say of a failed connection, or null. */
export function connectionFault(thrown: unknown): ConnectionFault | null {
  for (const error of withCauses(thrown)) {
    const fault = readFault((error as { code?: unknown }).code);
    if (fault) return fault;
  }
  return null;
}

/** Who is not trusted, or does not trust us, will not be so a moment later: only a peer that hung up is asked again. */
function errorOf({ code, detail }: ConnectionFault): SigiloError {
  const context = code === 'config.secret_unreadable' ? { setting: detail } : { errorType: detail };
  return new SigiloError(code, context, { retryable: code === 'kafka.unavailable' });
}
