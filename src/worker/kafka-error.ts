import { SigiloError, thrownName } from '../errors.ts';
import { protocolErrorType } from '../io/kafka-source.ts';

/** Turns what kafkajs threw into an error of ours; its message is not kept. */
export function kafkaError(thrown: unknown): SigiloError {
  if (thrown instanceof SigiloError) return thrown;
  const errorType = protocolErrorType(thrown);
  const context = { thrown: thrownName(thrown), ...(errorType && { errorType }) };
  return new SigiloError(isUnauthorized(thrown) ? 'kafka.unauthorized' : 'kafka.unavailable', context, {
    retryable: true,
  });
}

/** True when the brokers refused our credentials or permissions, and not merely this request. */
export function isUnauthorized(thrown: unknown): boolean {
  const type = protocolErrorType(thrown) ?? '';
  if (type.includes('AUTHORIZATION') || type.includes('SASL')) return true;
  for (let current = thrown, depth = 0; current instanceof Error && depth < 8; depth += 1) {
    if (current.name === 'KafkaJSSASLAuthenticationError') return true;
    current = current.cause;
  }
  return false;
}
