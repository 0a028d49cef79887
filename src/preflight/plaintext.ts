import type { Config } from '../config.ts';
import { isLoopback } from '../core/loopback.ts';
import { type Finding, warning } from './finding.ts';

/** Connections that leave this machine in the clear. Credentials never do: the configuration refuses that. */
export function plaintextFindings({ kafka, registry }: Pick<Config, 'kafka' | 'registry'>): readonly Finding[] {
  const findings: Finding[] = [];
  const away = kafka.brokers.filter((broker) => !isLoopback(broker.replace(/:\d+$/, '')));
  if (kafka.ssl === null && away.length > 0) {
    findings.push(warning('connection.plaintext', { setting: 'kafka.brokers', address: away.join(',') }));
  }
  const { protocol, hostname } = new URL(registry.url);
  if (protocol === 'http:' && !isLoopback(hostname)) {
    findings.push(warning('connection.plaintext', { setting: 'registry.url', address: registry.url }));
  }
  return findings;
}
