import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { demoCommand } from '../../src/commands/demo.ts';
import { planCommand } from '../../src/commands/plan.ts';
import { runCommand } from '../../src/commands/run.ts';
import { REPOSITORY } from './dockerfile.ts';

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
}

const read = (file: string) => readFileSync(join(REPOSITORY, file), 'utf8');
const { services, volumes } = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Readonly<Record<string, Service>>;
  volumes: Readonly<Record<string, unknown>>;
};
const all = Object.entries(services);
const ours = all.filter(([, { image }]) => image.startsWith('sigilo:'));

describe('docker-compose.yml', () => {
  const version = spawnSync('docker-compose', ['version', '--short'], { encoding: 'utf8' });
  const isMissing = version.error !== undefined;

  it.skipIf(isMissing)('is accepted by docker-compose (skipped without it: apt-get install docker-compose)', () => {
    const { status, stderr } = spawnSync('docker-compose', ['config', '--quiet'], {
      cwd: REPOSITORY,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('has these services', () => {
    expect(Object.keys(services)).toEqual([
      ...['kafka', 'registry', 'setup', 'sinks', 'sigilo', 'traffic', 'prometheus', 'grafana'],
    ]);
  });

  it.each(all)('pins the image of %s to a full version', (_, { image }) => {
    expect(image).toMatch(/:v?\d+\.\d+\.\d+$/);
  });

  it('uses the Kafka and the registry that the tests use', () => {
    const pom = read('deploy/local/pom.xml') + read('deploy/local/libraries.ts');
    for (const name of ['kafka', 'registry']) {
      const [, number = 'none'] = /:(.*)$/.exec(services[name]!.image) ?? [];
      expect(pom).toContain(number);
    }
  });

  it('names the image by the version of the package, and builds it in one place', () => {
    const { version: number } = JSON.parse(read('package.json')) as { version: string };
    expect(new Set(ours.map(([, { image }]) => image))).toEqual(new Set([`sigilo:${number}`]));
    expect(ours.filter(([, { build }]) => build).map(([name]) => name)).toEqual(['setup']);
    expect(existsSync(join(REPOSITORY, services.setup!.build!.dockerfile))).toBe(true);
  });

  it('publishes ports to this machine only', () => {
    const ports = all.flatMap(([, service]) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(3);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it('holds no password', () => {
    expect(read('docker-compose.yml')).not.toMatch(/password\s*[:=]|_PASSWORD|_SECRET|_TOKEN/i);
    expect(services.grafana!.environment).toMatchObject({ GF_AUTH_ANONYMOUS_ORG_ROLE: 'Viewer' });
  });

  it('knows when each lasting service is healthy', () => {
    const unwatched = all.filter(([, { healthcheck }]) => !healthcheck).map(([name]) => name);
    expect(unwatched).toEqual(['setup', 'sinks', 'traffic']);
  });

  it('waits for services that exist and can say so', () => {
    const waits = all.flatMap(([, { depends_on: waited = {} }]) => Object.entries(waited));
    for (const [name, { condition }] of waits) {
      const watched = services[name]!.healthcheck !== undefined;
      expect([name, condition]).toEqual([name, watched ? 'service_healthy' : 'service_completed_successfully']);
    }
    expect(waits.length).toBeGreaterThan(4);
  });

  it('runs Sigilo without rights and without a place to write, but for what setup makes', () => {
    for (const [name, service] of ours) {
      expect(service, name).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      const writable = (service.volumes ?? []).filter((volume) => !volume.endsWith(':ro'));
      expect(writable.length > 0, name).toBe(name === 'setup');
    }
  });

  it('shows the identity that opens the quarantine to setup alone', () => {
    const holders = all.filter(([, service]) => service.volumes?.some((volume) => volume.startsWith('identity:')));
    expect(holders.map(([name]) => name)).toEqual(['setup']);
  });

  it('mounts files and volumes that exist', () => {
    const sources = all.flatMap(([, service]) => service.volumes ?? []).map((volume) => volume.split(':')[0]!);
    const missing = sources.filter((name) =>
      name.startsWith('.') ? !existsSync(join(REPOSITORY, name)) : !(name in volumes),
    );
    expect(missing).toEqual([]);
  });

  it('calls Sigilo with commands and options that exist', () => {
    const demo = demoCommand();
    const commands = new Map([
      ['run', runCommand()],
      ['plan', planCommand()],
      ...demo.commands.map((command) => [`demo ${command.name()}`, command] as const),
    ]);
    for (const [name, { command = [] }] of ours) {
      const words = command.filter((word) => !word.startsWith('--')).join(' ');
      const known = commands.get(words)?.options.map(({ long }) => long);
      const given = command.filter((word) => word.startsWith('--')).map((word) => word.split('=')[0]);
      expect(known, name).toEqual(expect.arrayContaining(given));
    }
  });
});
