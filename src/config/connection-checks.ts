import { isLoopback } from '../core/loopback.ts';
import type { Fault } from './describe-issues.ts';
import { valueAt } from './environment.ts';
import type { Path } from './yaml-document.ts';

/** Rules of credentials and TLS that join several settings; they read the raw tree. */
export function connectionFaults(tree: unknown): Fault[] {
  return [
    ...saslFaults(tree),
    ...registryAuthFaults(tree),
    ...certificateFaults(tree, ['kafka', 'ssl']),
    ...certificateFaults(tree, ['registry', 'ssl']),
    ...plaintextFaults(tree),
  ];
}

function saslFaults(tree: unknown): Fault[] {
  const path = ['kafka', 'sasl'];
  const has = given(tree, path);
  if (!has) return [];
  if (valueAt(tree, [...path, 'mechanism']) === 'oauthbearer') {
    const wrong = ['username', 'passwordFile', 'passwordEnv'].filter(has);
    const faults = wrong.map((word) => ({ path: [...path, word], text: 'does not belong to oauthbearer' }));
    return has('tokenFile') ? faults : [...faults, { path, text: 'needs tokenFile for oauthbearer' }];
  }
  return [
    ...(has('tokenFile') ? [{ path: [...path, 'tokenFile'], text: 'belongs to oauthbearer only' }] : []),
    ...(has('username') ? [] : [{ path: [...path, 'username'], text: 'is missing' }]),
    ...(has('passwordFile') === has('passwordEnv') ? [{ path, text: 'needs either passwordFile or passwordEnv' }] : []),
  ];
}

function registryAuthFaults(tree: unknown): Fault[] {
  const path = ['registry', 'auth'];
  const has = given(tree, path);
  if (!has) return [];
  const secrets = ['passwordFile', 'passwordEnv', 'tokenFile', 'tokenEnv'].filter(has);
  if (secrets.length !== 1) return [{ path, text: 'needs one of passwordFile, passwordEnv, tokenFile, tokenEnv' }];
  const isToken = secrets[0]?.startsWith('token') ?? false;
  if (isToken === !has('username')) return [];
  return [{ path: [...path, 'username'], text: isToken ? 'does not belong to a token' : 'is missing' }];
}

function certificateFaults(tree: unknown, path: Path): Fault[] {
  const [cert, key] = ['cert', 'key'].map((word) => valueAt(tree, [...path, word]));
  return (cert === undefined) === (key === undefined) ? [] : [{ path, text: 'needs cert and key together' }];
}

/** Credentials, and what a certificate protects, never travel in the clear, except inside this machine. */
function plaintextFaults(tree: unknown): Fault[] {
  const faults: Fault[] = [];
  const brokers = valueAt(tree, ['kafka', 'brokers']);
  const hosts = (Array.isArray(brokers) ? brokers : []).map((broker) => String(broker).replace(/:\d*$/, ''));
  if (given(tree, ['kafka', 'sasl']) && !given(tree, ['kafka', 'ssl']) && !hosts.every(isLoopback)) {
    const text = 'would send credentials in the clear: add kafka.ssl ({} trusts public authorities, ca names your own)';
    faults.push({ path: ['kafka', 'sasl'], text });
  }
  const address = valueAt(tree, ['registry', 'url']);
  if (typeof address !== 'string' || !URL.canParse(address)) return faults;
  const { protocol, hostname } = new URL(address);
  if (protocol !== 'http:') return faults;
  if (given(tree, ['registry', 'auth']) && !isLoopback(hostname)) {
    faults.push({ path: ['registry', 'auth'], text: 'would send credentials in the clear: use an https address' });
  }
  if (given(tree, ['registry', 'ssl'])) {
    faults.push({ path: ['registry', 'ssl'], text: 'needs an https address in registry.url' });
  }
  return faults;
}

/** Tells which words a section has; null when there is no section. */
function given(tree: unknown, section: Path): ((word: string) => boolean) | null {
  const value = valueAt(tree, section);
  if (typeof value !== 'object' || value === null) return null;
  return (word) => valueAt(value, [word]) !== undefined;
}
