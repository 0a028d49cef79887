import inspector from 'node:inspector';
import { dirname, resolve } from 'node:path';
import { crossChecks } from './config/cross-checks.ts';
import { describeIssues, type Fault, pathText } from './config/describe-issues.ts';
import { type Environment, type Overridden, overlayEnvironment } from './config/environment.ts';
import { missingKeys } from './config/missing-keys.ts';
import { processFaults } from './config/process-refusals.ts';
import { type NamedFiles, type PolicyFile, readNamedFiles, type TlsContexts } from './config/read-files.ts';
import { readText, type Secret } from './config/secret-files.ts';
import { type Settings, settingsSchema } from './config/settings.ts';
import { type ParsedYaml, parseYaml } from './config/yaml-document.ts';
import { SigiloError } from './errors.ts';

export interface RouteConfig extends Readonly<Omit<Settings['routes'][number], 'policies'>> {
  readonly policies: readonly PolicyFile[];
}

type PasswordMechanism = 'plain' | 'scram-sha-256' | 'scram-sha-512';

/** The settings with defaults, files read, paths absolute and secrets out of reach of serializers; deeply frozen. */
export interface Config {
  readonly file: string;
  readonly kafka: Readonly<Omit<Settings['kafka'], 'ssl' | 'sasl'>> & {
    /** null means no TLS. */
    readonly ssl: { readonly secureContext: TlsContexts } | null;
    readonly sasl:
      | { readonly mechanism: PasswordMechanism; readonly username: string; readonly password: Secret }
      | { readonly mechanism: 'oauthbearer'; readonly token: Secret }
      | null;
  };
  readonly registry: {
    readonly url: string;
    readonly timeoutMs: number;
    /** null means no TLS. */
    readonly ssl: { readonly secureContext: TlsContexts } | null;
    readonly auth: { readonly username: string; readonly password: Secret } | { readonly token: Secret } | null;
  };
  readonly keys: {
    readonly directory: string;
    readonly active: string;
    /** Check value by key version. */
    readonly check: Readonly<Record<string, string>>;
  };
  readonly quarantine: Readonly<Settings['quarantine']>;
  /** Without a token there is no admin listener. */
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly adminPort: number;
    readonly adminToken: Secret | null;
  };
  readonly log: Readonly<Settings['log']>;
  readonly limits: Readonly<Settings['limits']>;
  /** ISO 3166 code: how telephone numbers without a country code are read. */
  readonly region: string;
  readonly routes: readonly RouteConfig[];
}

/**
 * Reads `sigilo.yaml` and the environment.
 * Throws `config.invalid` with every fault at once, or `config.secret_unreadable` when secret files are the only fault.
 * @param name path of the YAML file; relative paths inside it are relative to its directory
 */
export function loadConfig(name: string, environment: Environment = process.env): Config {
  const file = resolve(name);
  const source = readText(file);
  if ('fault' in source)
    throw new SigiloError('config.invalid', { file, faults: [`${source.fault}: name it with --config FILE`] });
  const yaml = parseYaml(source.text);
  if (yaml.faults.length > 0) throw new SigiloError('config.invalid', { file, faults: yaml.faults });

  const tree = yaml.tree ?? {};
  const overridden = overlayEnvironment(tree, environment);
  const parsed = settingsSchema.safeParse(tree);
  const files = readNamedFiles(tree, dirname(file), environment);
  const environmentFaults = [
    ...processFaults(environment, process.execArgv, inspector.url() !== undefined),
    ...overridden.faults,
  ];
  const fileFaults = [
    ...describeIssues(parsed.success ? [] : parsed.error.issues),
    ...crossChecks(tree),
    ...files.faults,
    ...files.secretFaults,
  ];
  if (!parsed.success || environmentFaults.length + fileFaults.length > 0) {
    const onlySecrets = environmentFaults.length === 0 && fileFaults.length === files.secretFaults.length;
    const keyFaults = missingKeys(tree, dirname(file));
    const faults = [...environmentFaults, ...locate([...fileFaults, ...keyFaults], yaml, overridden)];
    throw new SigiloError(onlySecrets ? 'config.secret_unreadable' : 'config.invalid', { file, faults });
  }
  return deepFreeze(joinFiles(file, parsed.data, files));
}

/** Puts the line or the variable before each fault, in the order of the file. */
function locate(faults: readonly Fault[], yaml: ParsedYaml, overridden: Overridden): string[] {
  return faults
    .map(({ path, text }) => ({ where: pathText(path) || 'file', line: yaml.lineOf(path), text }))
    .sort((left, right) => left.line - right.line)
    .map(({ where, line, text }) => {
      const variable = overridden.variables.get(where.replace(/\[\d+\]$/, ''));
      return variable ? `environment: ${variable}: ${text}` : `line ${line}: ${where}: ${text}`;
    });
}

function joinFiles(file: string, settings: Settings, files: NamedFiles): Config {
  const { kafka, registry, http } = settings;
  return {
    ...settings,
    file,
    kafka: {
      ...kafka,
      ssl: kafka.ssl ? { secureContext: files.kafkaTls } : null,
      sasl: kafka.sasl ? saslOf(kafka.sasl, files) : null,
    },
    registry: {
      url: registry.url,
      timeoutMs: registry.timeoutMs,
      ssl: new URL(registry.url).protocol === 'https:' ? { secureContext: files.registryTls } : null,
      auth: registry.auth ? authOf(registry.auth, files) : null,
    },
    keys: {
      active: settings.keys.active,
      directory: resolve(dirname(file), settings.keys.directory),
      check: settings.keys.check ?? {},
    },
    http: {
      host: http.host,
      port: http.port,
      adminPort: http.adminPort,
      adminToken: http.adminTokenFile ? files.adminToken : null,
    },
    routes: settings.routes.map((route, index) => ({ ...route, policies: files.policies[index] ?? [] })),
  };
}

function saslOf({ mechanism, username = '' }: NonNullable<Settings['kafka']['sasl']>, files: NamedFiles) {
  if (mechanism === 'oauthbearer') return { mechanism, token: files.saslToken };
  return { mechanism, username, password: files.saslPassword };
}

function authOf({ username }: NonNullable<Settings['registry']['auth']>, files: NamedFiles) {
  return username === undefined ? { token: files.registryToken } : { username, password: files.registryPassword };
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
