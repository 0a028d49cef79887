import { describe, expect, it } from 'vitest';
import type { Config } from '../../src/config.ts';
import { plaintextFindings } from '../../src/preflight/plaintext.ts';

function config(brokers: string[], url: string, tls = false): Config {
  const ssl = tls ? { secureContext: () => ({}) } : null;
  return { kafka: { brokers, ssl }, registry: { url } } as unknown as Config;
}

describe('connections in the clear', () => {
  it.each<[string, Config, string[]]>([
    ['on this machine', config(['127.0.0.1:9092', 'localhost:9093', '[::1]:9094'], 'http://localhost:8081'), []],
    ['to a broker elsewhere', config(['localhost:1', 'b:9092'], 'https://r'), ['kafka.brokers b:9092']],
    ['to a registry elsewhere', config(['b:9092'], 'http://r:8081/v7', true), ['registry.url http://r:8081/v7']],
    ['nowhere', config(['b:9092', 'c:9092'], 'https://r', true), []],
    [
      'to both',
      config(['b:9092', 'c:9092'], 'http://10.0.0.1'),
      ['kafka.brokers b:9092,c:9092', 'registry.url http://10.0.0.1'],
    ],
  ])('are told: %s', (_, given, expected) => {
    const found = plaintextFindings(given);
    expect(found.map(({ context }) => `${context.setting} ${context.address}`)).toEqual(expected);
    for (const each of found) expect(each).toMatchObject({ severity: 'warning', code: 'connection.plaintext' });
  });
});
