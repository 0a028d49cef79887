import { resolve } from 'node:path';
import type { SecureContext } from 'node:tls';
import { SigiloError } from '../errors.ts';
import { type Fault, pathText } from './describe-issues.ts';
import { type Environment, valueAt } from './environment.ts';
import { type FileText, readSecret, readText, type Secret } from './secret-files.ts';
import { createTlsReader, type TlsFault, type TlsFiles } from './tls-files.ts';
import type { Path } from './yaml-document.ts';

export interface PolicyFile {
  readonly file: string;
  readonly text: string;
}

/** The TLS settings of the next connection, from the files as they are then; throws as a `Secret` does. */
export type TlsContexts = () => SecureContext;

/** The contents of everything that the settings name; empty texts where nothing is named or a fault was found. */
export interface NamedFiles {
  readonly saslPassword: Secret;
  readonly saslToken: Secret;
  readonly registryPassword: Secret;
  readonly registryToken: Secret;
  readonly adminToken: Secret;
  readonly kafkaTls: TlsContexts;
  readonly registryTls: TlsContexts;
  /** By route, in order. */
  readonly policies: readonly (readonly PolicyFile[])[];
  readonly faults: readonly Fault[];
  readonly secretFaults: readonly Fault[];
}

const ADMIN_TOKEN = /^.{16,}$/s;
/** What may stand after `Bearer` in a header (RFC 6750), and in the middle of a SASL message. */
const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;
const NOT_BEARER = 'is not a bearer token: letters, digits and -._~+/ in one line';

/** Reads the files and variables that a raw tree of settings names; reads the raw tree so that all faults come at once. */
export function readNamedFiles(tree: unknown, directory: string, environment: Environment): NamedFiles {
  const faults: Fault[] = [];
  const secretFaults: Fault[] = [];

  function fileAt(path: Path): string | null {
    const name = valueAt(tree, path);
    return typeof name === 'string' && name !== '' ? resolve(directory, name) : null;
  }

  function text(path: Path): string {
    const file = fileAt(path);
    if (file === null) return '';
    const answer = readText(file);
    if ('text' in answer) return answer.text;
    faults.push({ path, text: answer.fault });
    return '';
  }

  /** The file is read now, for its faults, and again by each call. */
  function secret(path: Path, form?: RegExp, misfit = ''): Secret {
    const file = fileAt(path);
    if (file === null) return () => '';
    const read = (): FileText => {
      const answer = readSecret(file);
      return 'text' in answer && form && !form.test(answer.text) ? { fault: misfit } : answer;
    };
    const first = read();
    if ('fault' in first) secretFaults.push({ path, text: first.fault });
    return () => {
      const answer = read();
      if ('text' in answer) return answer.text;
      throw unusable(path, file, answer.fault);
    };
  }

  function variable(path: Path, form?: RegExp, misfit = ''): Secret {
    const value = environment[String(valueAt(tree, path))] ?? '';
    if (value === '') faults.push({ path, text: 'names a variable that is not set' });
    else if (form && !form.test(value)) faults.push({ path, text: `names a variable that ${misfit}` });
    return () => value;
  }

  function password(section: Path): Secret {
    const isVariable = typeof valueAt(tree, [...section, 'passwordEnv']) === 'string';
    return isVariable ? variable([...section, 'passwordEnv']) : secret([...section, 'passwordFile']);
  }

  function token(section: Path): Secret {
    const isVariable = typeof valueAt(tree, [...section, 'tokenEnv']) === 'string';
    const read = isVariable ? variable : secret;
    return read([...section, isVariable ? 'tokenEnv' : 'tokenFile'], BEARER_TOKEN, NOT_BEARER);
  }

  function tls(section: Path): TlsContexts {
    const named = ['ca', 'cert', 'key'].map((part) => [part, fileAt([...section, part])] as const);
    const files = Object.fromEntries(named.filter(([, file]) => file !== null)) as TlsFiles;
    const read = createTlsReader(files);
    const first = read();
    for (const { part, text } of Array.isArray(first) ? first : []) {
      (part === 'key' ? secretFaults : faults).push({ path: [...section, part], text });
    }
    return () => {
      const answer = read();
      if (!Array.isArray(answer)) return answer as SecureContext;
      const [{ part, text }] = answer as [TlsFault];
      throw unusable([...section, part], files[part] ?? '', text);
    };
  }

  function policiesOf(route: number): readonly PolicyFile[] {
    const names = valueAt(tree, ['routes', route, 'policies']);
    return (Array.isArray(names) ? names : []).map((name, position) => ({
      file: resolve(directory, String(name)),
      text: text(['routes', route, 'policies', position]),
    }));
  }

  const routes = valueAt(tree, ['routes']);
  return {
    saslPassword: password(['kafka', 'sasl']),
    saslToken: token(['kafka', 'sasl']),
    registryPassword: password(['registry', 'auth']),
    registryToken: token(['registry', 'auth']),
    adminToken: secret(['http', 'adminTokenFile'], ADMIN_TOKEN, 'must hold at least 16 characters'),
    kafkaTls: tls(['kafka', 'ssl']),
    registryTls: tls(['registry', 'ssl']),
    policies: (Array.isArray(routes) ? routes : []).map((_, index) => policiesOf(index)),
    faults,
    secretFaults,
  };
}

function unusable(path: Path, file: string, fault: string): SigiloError {
  const context = { setting: pathText(path), file, faults: [fault] };
  return new SigiloError('config.secret_unreadable', context, { retryable: true });
}
