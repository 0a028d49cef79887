import { resolve } from 'node:path';
import type { Fault } from './describe-issues.ts';
import { type Environment, valueAt } from './environment.ts';
import { type FileText, readSecret, readText, type Secret } from './secret-files.ts';
import type { Path } from './yaml-document.ts';

export interface PolicyFile {
  readonly file: string;
  readonly text: string;
}

/** The contents of everything that the settings name; empty texts where nothing is named or a fault was found. */
export interface NamedFiles {
  readonly saslPassword: Secret;
  readonly registryPassword: Secret;
  readonly clientKey: Secret;
  readonly adminToken: Secret;
  readonly ca: string;
  readonly cert: string;
  /** By route, in order. */
  readonly policies: readonly (readonly PolicyFile[])[];
  readonly faults: readonly Fault[];
  readonly secretFaults: readonly Fault[];
}

const TOKEN_CHARACTERS = 16;

/** Reads the files and variables that a raw tree of settings names; reads the raw tree so that all faults come at once. */
export function readNamedFiles(tree: unknown, directory: string, environment: Environment): NamedFiles {
  const faults: Fault[] = [];
  const secretFaults: Fault[] = [];

  function content(path: Path, read: (file: string) => FileText, into: Fault[]): string {
    const name = valueAt(tree, path);
    if (typeof name !== 'string' || name === '') return '';
    const answer = read(resolve(directory, name));
    if ('text' in answer) return answer.text;
    into.push({ path, text: answer.fault });
    return '';
  }

  function secret(path: Path): Secret {
    const text = content(path, readSecret, secretFaults);
    return () => text;
  }

  function password(section: Path): Secret {
    const variable = valueAt(tree, [...section, 'passwordEnv']);
    if (typeof variable !== 'string') return secret([...section, 'passwordFile']);
    const text = environment[variable] ?? '';
    if (text === '') faults.push({ path: [...section, 'passwordEnv'], text: 'names a variable that is not set' });
    return () => text;
  }

  function policiesOf(route: number): readonly PolicyFile[] {
    const names = valueAt(tree, ['routes', route, 'policies']);
    return (Array.isArray(names) ? names : []).map((name, position) => ({
      file: resolve(directory, String(name)),
      text: content(['routes', route, 'policies', position], readText, faults),
    }));
  }

  const adminToken = secret(['http', 'adminTokenFile']);
  if (adminToken() !== '' && adminToken().length < TOKEN_CHARACTERS) {
    const text = `must hold at least ${TOKEN_CHARACTERS} characters`;
    secretFaults.push({ path: ['http', 'adminTokenFile'], text });
  }
  const routes = valueAt(tree, ['routes']);
  return {
    saslPassword: password(['kafka', 'sasl']),
    registryPassword: password(['registry', 'auth']),
    clientKey: secret(['kafka', 'ssl', 'key']),
    adminToken,
    ca: content(['kafka', 'ssl', 'ca'], readText, faults),
    cert: content(['kafka', 'ssl', 'cert'], readText, faults),
    policies: (Array.isArray(routes) ? routes : []).map((_, index) => policiesOf(index)),
    faults,
    secretFaults,
  };
}
