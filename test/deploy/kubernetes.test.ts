import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { generateKeys } from '../../src/commands/keys.ts';
import { loadConfig } from '../../src/config.ts';
import { REPOSITORY } from './dockerfile.ts';
import kubernetes from './kubernetes-schemas.json' with { type: 'json' };

const FOLDER = join(REPOSITORY, 'deploy/kubernetes');
const read = (file: string) => readFileSync(join(REPOSITORY, file), 'utf8');

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly restartPolicy?: string;
  readonly env?: readonly { readonly name: string }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly readOnly?: boolean }[];
  readonly [probe: `${string}Probe`]: { readonly httpGet: { readonly path: string; readonly port: string } };
}
interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly terminationGracePeriodSeconds?: number;
  readonly volumes: readonly {
    readonly name: string;
    readonly configMap?: { readonly name: string };
    readonly secret?: { readonly secretName: string; readonly defaultMode: number };
  }[];
}
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  // biome-ignore lint/suspicious/noExplicitAny: its form is what the schemas check
  readonly spec?: any;
}

const folders = readdirSync(FOLDER);
const files = folders.flatMap((folder) =>
  readdirSync(join(FOLDER, folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `${folder}/${name}`),
);
const manifests = files
  .filter((file) => !file.endsWith('/kustomization.yaml') && !file.startsWith('config/'))
  .flatMap((file) =>
    // Kubernetes reads YAML 1.1.
    parseAllDocuments(read(`deploy/kubernetes/${file}`), { version: '1.1' }).map((document) => {
      expect(document.errors).toEqual([]);
      return [file, document.toJS() as Manifest] as const;
    }),
  );
const find = (name: string) => manifests.find(([file]) => file === name)![1];
const pods = manifests
  .filter(([, { spec }]) => spec?.template !== undefined)
  .map(([file, { spec }]) => [file, spec.template.spec as PodSpec] as const);
const containers = pods.flatMap(([file, { containers: all, initContainers = [] }]) =>
  [...initContainers, ...all].map((container) => [`${file} ${container.name}`, container] as const),
);
const lasting = containers.filter(([, { args = [] }]) => args[0] === 'run');

const ajv = new Ajv({
  strict: false,
  allErrors: true,
  formats: { int32: true, int64: true, byte: true, 'date-time': true },
});
ajv.addSchema(kubernetes, 'kubernetes');
const faultsOf = (manifest: Manifest): string[] => {
  const definition = (kubernetes.kinds as Record<string, string>)[`${manifest.apiVersion}/${manifest.kind}`];
  if (definition === undefined) return [`${manifest.kind} of ${manifest.apiVersion} is not known here`];
  const check = ajv.getSchema(`kubernetes#/definitions/${definition}`)!;
  return check(manifest) ? [] : check.errors!.map(({ instancePath, message }) => `${instancePath}: ${message}`);
};

describe('the manifests', () => {
  it('are these', () => {
    expect(manifests.map(([file, { kind }]) => `${file} ${kind}`).sort()).toEqual([
      'monitoring/pod-monitor.yaml PodMonitor',
      'register/job.yaml Job',
      'sidecar/deployment.yaml Deployment',
      'worker/deployment.yaml Deployment',
      'worker/disruption-budget.yaml PodDisruptionBudget',
      'worker/namespace.yaml Namespace',
      'worker/network-policy.yaml NetworkPolicy',
    ]);
  });

  it.each(manifests.filter(([, { kind }]) => kind !== 'PodMonitor'))(
    '%s has the form that Kubernetes wants',
    (_, manifest) => {
      expect(faultsOf(manifest)).toEqual([]);
    },
  );

  it('would be found out: a word that Kubernetes does not know, a wrong type, a missing part', () => {
    const deployment = find('worker/deployment.yaml');
    const { template, ...spec } = deployment.spec;
    expect(faultsOf({ ...deployment, spec: { ...deployment.spec, replica: 2 } })).toHaveLength(1);
    expect(faultsOf({ ...deployment, spec: { ...deployment.spec, replicas: 'two' } })).toHaveLength(1);
    expect(faultsOf({ ...deployment, spec })).toHaveLength(1);
  });

  it('hold no secret: they name what holds it', () => {
    expect(manifests.filter(([, { kind }]) => kind === 'Secret')).toEqual([]);
    for (const file of files)
      expect(read(`deploy/kubernetes/${file}`)).not.toMatch(/AGE-SECRET-KEY|age1[02-9ac-hj-np-z]{58}|stringData/);
  });

  it.each(containers)('%s may do nothing that it need not', (_, container) => {
    expect(container).toMatchObject({
      image: expect.stringMatching(/:\d+\.\d+\.\d+$/),
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      resources: {
        requests: { cpu: expect.anything(), memory: expect.anything() },
        limits: { memory: expect.anything() },
      },
    });
    for (const mount of container.volumeMounts ?? []) expect(mount.readOnly).toBe(true);
  });

  it.each(pods)('%s runs as the image’s user, without a token of the cluster', (_, pod) => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65_532,
        runAsGroup: 65_532,
        fsGroup: 65_532,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    });
    const secrets = pod.volumes.filter(({ secret }) => secret);
    expect(secrets.length).toBeGreaterThan(1);
    for (const { secret } of secrets) expect(secret!.defaultMode.toString(8)).toBe('440');
  });

  it.each(containers.filter(([, { image }]) => image.includes('/sigilo:')))(
    '%s has the image of this version',
    (_, { image }) => {
      expect(image.split(':')[1]).toBe((JSON.parse(read('package.json')) as { version: string }).version);
    },
  );

  it.each(lasting)('%s is asked at the right pages, at the pod’s address', (_, container) => {
    for (const [probe, path] of [
      ['startupProbe', '/startupz'],
      ['livenessProbe', '/livez'],
      ['readinessProbe', '/readyz'],
    ] as const) {
      expect(container[probe]?.httpGet).toEqual({ path, port: 'metrics' });
      expect(read('src/io/http-server.ts')).toContain(`'${path}'`);
    }
    expect(container.ports).toEqual([{ name: 'metrics', containerPort: 9_464 }]);
    expect(container.env).toContainEqual({
      name: 'SIGILO_HTTP_HOST',
      valueFrom: { fieldRef: { fieldPath: 'status.podIP' } },
    });
  });

  it.each(pods.filter(([file]) => file !== 'register/job.yaml'))('%s leaves time for an orderly stop', (_, pod) => {
    const [, milliseconds = ''] = /const STOP_MS = ([\d_]+);/.exec(read('src/commands/run.ts')) ?? [];
    const stop = Number(milliseconds.replaceAll('_', '')) / 1_000;
    expect(stop).toBeGreaterThan(5);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(stop + 5);
  });

  it('run the sidecar before the reader and beyond it', () => {
    const [sidecar] = (find('sidecar/deployment.yaml').spec.template.spec as PodSpec).initContainers!;
    expect(sidecar).toMatchObject({ name: 'sigilo', restartPolicy: 'Always' });
  });

  it('let the worker reach only what its configuration names', () => {
    const { ingress, egress } = find('worker/network-policy.yaml').spec;
    const ports = (rules: { ports: { port: number }[] }[]) =>
      rules.flatMap((rule) => rule.ports.map(({ port }) => port));
    const addresses = read('deploy/kubernetes/config/sigilo.yaml')
      .match(/:(\d{4,5})\b/g)!
      .map((port) => Number(port.slice(1)));
    expect([...new Set(ports(egress))].sort()).toEqual([53, ...addresses].sort());
    expect(ports(ingress)).toEqual([9_464]);
    for (const rule of [
      ...ingress.map((each: { from: unknown }) => each.from),
      ...egress.map((each: { to: unknown }) => each.to),
    ]) {
      expect(rule).not.toHaveLength(0);
    }
  });

  it('choose pods by labels that they have', () => {
    const { selector, template } = find('worker/deployment.yaml').spec;
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    expect(find('worker/disruption-budget.yaml').spec.selector).toEqual(selector);
    expect(template.metadata.labels).toMatchObject(find('worker/network-policy.yaml').spec.podSelector.matchLabels);
    const names = find('monitoring/pod-monitor.yaml').spec.selector.matchExpressions[0].values as string[];
    for (const [file, { spec }] of manifests.filter(([, { kind }]) => kind === 'Deployment')) {
      expect(names, file).toContain(spec.template.metadata.labels['app.kubernetes.io/name']);
    }
  });

  const kubectl = spawnSync('kubectl', ['kustomize', '--help']).error === undefined;
  it.skipIf(!kubectl).each(folders.filter((folder) => folder !== 'config'))(
    '%s is put together by kustomize (skipped without kubectl)',
    (folder) => {
      const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', join(FOLDER, folder)], {
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([0, '']);
      const made = parseAllDocuments(stdout).map((document) => document.toJS() as Manifest);
      const known = made.filter(({ kind }) => kind !== 'PodMonitor');
      expect(known.flatMap(faultsOf)).toEqual([]);
      const config = made.find(({ kind }) => kind === 'ConfigMap');
      for (const { spec } of made.filter((manifest) => manifest.spec?.template)) {
        const volume = (spec.template.spec as PodSpec).volumes.find(({ name }) => name === 'config');
        expect(volume?.configMap?.name).toBe(config?.metadata.name);
      }
    },
  );
});

describe('the configuration in the manifests', () => {
  const root = mkdtempSync(join(tmpdir(), 'sigilo-kubernetes-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** Puts everything where the pods would find it, under a root of its own. */
  async function place(change: (yaml: string) => string): Promise<string> {
    const secrets = join(root, 'secrets');
    for (const file of ['kafka/password', 'kafka/ca.crt', 'registry/password', 'registry/ca.crt']) {
      mkdirSync(dirname(join(secrets, file)), { recursive: true });
      writeFileSync(join(secrets, file), file.endsWith('crt') ? rootCertificates[0]! : 'not-a-real-one', {
        mode: 0o600,
      });
    }
    for (const name of readdirSync(join(FOLDER, 'config')))
      writeFileSync(join(root, name), read(`deploy/kubernetes/config/${name}`));
    const yaml = read('deploy/kubernetes/config/sigilo.yaml').replaceAll('/var/run/secrets/sigilo', secrets);
    writeFileSync(join(root, 'sigilo.yaml'), change(yaml));
    return join(root, 'sigilo.yaml');
  }

  it('is valid once a recipient and a check value stand in it', async () => {
    const identity = join(root, 'quarantine.identity');
    const { quarantine } = await generateKeys({ identity }, new Date());
    const file = await place((yaml) =>
      yaml.replace(/age1-[A-Z-]+/, quarantine!.recipient).replace(/PUT-THE-[A-Z-]+/, "'12345678'"),
    );
    const config = loadConfig(file, { SIGILO_HTTP_HOST: '10.0.0.7' });
    expect(config.http).toMatchObject({ host: '10.0.0.7', port: 9_464 });
    expect(config.routes[0]!.policies[0]!.text).toContain('policy: chat-message');
  });

  it('is refused before that', async () => {
    const file = await place((yaml) => yaml);
    expect(() => loadConfig(file, {})).toThrow(/keys\.check\.k1[\s\S]*quarantine\.recipients/);
  });

  it('has the policy of the example schema', () => {
    const [ours, example] = ['deploy/kubernetes/config', 'schemas'].map((folder) =>
      parse(read(`${folder}/chat-message.policy.yaml`)),
    );
    expect(ours).toEqual(example);
  });

  it('is mounted with every file that it names', () => {
    const mounted = [...read('deploy/kubernetes/config/kustomization.yaml').matchAll(/files: \[(.*)\]/g)][0]![1]!.split(
      ', ',
    );
    expect(mounted.sort()).toEqual(
      readdirSync(join(FOLDER, 'config'))
        .filter((name) => name !== 'kustomization.yaml')
        .sort(),
    );
  });
});
