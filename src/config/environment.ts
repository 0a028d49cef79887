import type { Path } from './yaml-document.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

type Kind = 'text' | 'number' | 'list';

/** The scalars (and lists of them) that an environment variable may set; routes are in the file only. */
const OVERRIDES: readonly (readonly [path: string, kind: Kind])[] = [
  ['kafka.brokers', 'list'],
  ['kafka.clientId', 'text'],
  ['kafka.groupId', 'text'],
  ['kafka.sessionTimeoutMs', 'number'],
  ['kafka.ssl.ca', 'text'],
  ['kafka.ssl.cert', 'text'],
  ['kafka.ssl.key', 'text'],
  ['kafka.sasl.mechanism', 'text'],
  ['kafka.sasl.username', 'text'],
  ['kafka.sasl.passwordFile', 'text'],
  ['kafka.sasl.passwordEnv', 'text'],
  ['kafka.sasl.tokenFile', 'text'],
  ['registry.url', 'text'],
  ['registry.timeoutMs', 'number'],
  ['registry.ssl.ca', 'text'],
  ['registry.ssl.cert', 'text'],
  ['registry.ssl.key', 'text'],
  ['registry.auth.username', 'text'],
  ['registry.auth.passwordFile', 'text'],
  ['registry.auth.passwordEnv', 'text'],
  ['registry.auth.tokenFile', 'text'],
  ['registry.auth.tokenEnv', 'text'],
  ['keys.directory', 'text'],
  ['keys.active', 'text'],
  ['quarantine.recipients', 'list'],
  ['quarantine.budget.bytes', 'number'],
  ['quarantine.budget.seconds', 'number'],
  ['http.host', 'text'],
  ['http.port', 'number'],
  ['http.adminPort', 'number'],
  ['http.adminTokenFile', 'text'],
  ['log.level', 'text'],
  ['limits.recordBytes', 'number'],
  ['limits.textBytes', 'number'],
  ['limits.depth', 'number'],
  ['limits.items', 'number'],
  ['region', 'text'],
];

/** Variables that Kubernetes and container links add for a service named like one of our sections. */
const SERVICE_LINK = /(_SERVICE_HOST|_SERVICE_PORT(_.*)?|_PORT|_PORT_\d+_(TCP|UDP)(_.*)?)$/;

/** `kafka.sasl.passwordFile` -> `SIGILO_KAFKA_SASL_PASSWORD_FILE`. */
export function variableOf(path: string): string {
  const words = path.replaceAll('.', '_').replace(/([a-z])([A-Z])/g, '$1_$2');
  return `SIGILO_${words.toUpperCase()}`;
}

export interface Overridden {
  /** Name of the variable by joined path. */
  readonly variables: ReadonlyMap<string, string>;
  readonly faults: readonly string[];
}

/**
 * Lays environment variables over the tree of the file, in place; an empty variable counts as not set.
 * Variables that begin like a section of ours but name nothing are faults, unless the file says that a secret is there.
 */
export function overlayEnvironment(tree: unknown, environment: Environment): Overridden {
  const variables = new Map<string, string>();
  const known = new Set<string>();
  for (const [path, kind] of OVERRIDES) {
    const variable = variableOf(path);
    known.add(variable);
    const text = environment[variable];
    if (text === undefined || text === '') continue;
    if (setIn(tree, path.split('.'), readAs(kind, text))) variables.set(path, variable);
  }
  for (const path of ['kafka.sasl.passwordEnv', 'registry.auth.passwordEnv', 'registry.auth.tokenEnv']) {
    const named = valueAt(tree, path.split('.'));
    if (typeof named === 'string') known.add(named);
  }
  const sections = new Set(OVERRIDES.map(([path]) => `${variableOf(path.split('.')[0] ?? '')}_`));
  const faults = Object.keys(environment)
    .filter((variable) => [...sections].some((section) => variable.startsWith(section)))
    .filter((variable) => !known.has(variable) && !SERVICE_LINK.test(variable))
    .map((variable) => `environment: ${printable(variable)}: unknown setting`);
  return { variables, faults };
}

function readAs(kind: Kind, text: string): unknown {
  if (kind === 'list') return text.split(',').map((part) => part.trim());
  return kind === 'number' && /^[0-9]{1,15}$/.test(text) ? Number(text) : text;
}

/** The value at a path of plain objects and arrays, or undefined. */
export function valueAt(tree: unknown, path: Path): unknown {
  let value = tree;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

function setIn(tree: unknown, path: readonly string[], value: unknown): boolean {
  let parent = tree;
  for (const [index, step] of path.entries()) {
    if (typeof parent !== 'object' || parent === null || Array.isArray(parent)) return false;
    const container = parent as Record<string, unknown>;
    if (index === path.length - 1) container[step] = value;
    else container[step] ??= {};
    parent = container[step];
  }
  return true;
}

/** A name for a message: cut, and without control characters. */
export function printable(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
  return clean.length > 60 ? `${clean.slice(0, 60)}…` : clean;
}
