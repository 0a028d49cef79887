import type { ErrorCode } from '../errors.ts';

/**
 * Why a connection to a broker failed, as far as Sigilo knows it better than kafkajs. The client carries of a failed
 * socket only two texts, message and code, so the fault travels as a text: made by the socket, read by log and worker.
 */
export interface ConnectionFault {
  readonly code: Extract<
    ErrorCode,
    'kafka.tls' | 'kafka.unauthorized' | 'kafka.unavailable' | 'config.secret_unreadable'
  >;
  /** Name of a TLS fault such as CERT_HAS_EXPIRED, of a refusal, or of a setting; never a text of somebody else. */
  readonly detail: string;
}

const FORM =
  /(?:^|: )sigilo fault (kafka\.tls|kafka\.unauthorized|kafka\.unavailable|config\.secret_unreadable) ([A-Za-z0-9_.]{1,80})$/;

/** The fault as a text. */
export function faultText({ code, detail }: ConnectionFault): string {
  return `sigilo fault ${code} ${detail.replace(/[^A-Za-z0-9_.]/g, '_').slice(0, 80) || 'unknown'}`;
}

/** The fault of a text, also behind a prefix that ends in a colon; null when it is a text of somebody else. */
export function readFault(text: unknown): ConnectionFault | null {
  const found = typeof text === 'string' ? FORM.exec(text) : null;
  return found ? { code: found[1] as ConnectionFault['code'], detail: found[2] ?? '' } : null;
}
