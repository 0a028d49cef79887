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
  for (let current = thrown, depth = 0; current instanceof Error && depth < 8; depth += 1) {
    if (current.name === 'KafkaJSSASLAuthenticationError') return true;
    current = current.cause;
  }
  return false;
}

/** Classes by which kafkajs tells that a connection failed; its other errors may be those of brokers that answer. */
const LOST = ['KafkaJSConnectionError', 'KafkaJSConnectionClosedError', 'KafkaJSNoBrokerAvailableError'];

/** True of an error of kafkajs that came of a failed connection, also when it gave up after many tries. */
export function isConnectionLost(thrown: unknown): boolean {
  for (let current = thrown, depth = 0; current instanceof Error && depth < 8; depth += 1) {
    if (LOST.includes(current.name)) return true;
    current = current.cause;
  }
  return false;
}

/** What our own sockets and authentication say of a failed connection, or null. */
export function connectionFault(thrown: unknown): ConnectionFault | null {
  for (let current = thrown, depth = 0; current instanceof Error && depth < 8; depth += 1) {
    const fault = readFault((current as { code?: unknown }).code);
    if (fault) return fault;
    current = current.cause;
  }
  return null;
}

/** Who is not trusted, or does not trust us, will not be so a moment later: only a peer that hung up is asked again. */
function errorOf({ code, detail }: ConnectionFault): SigiloError {
  const context = code === 'config.secret_unreadable' ? { setting: detail } : { errorType: detail };
  return new SigiloError(code, context, { retryable: code === 'kafka.unavailable' });
}
