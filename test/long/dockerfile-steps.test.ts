import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageEnvironment, parseCopy, REPOSITORY, readDockerfile, type Stage } from '../deploy/dockerfile.ts';
import { readLockFile } from '../repository/production-packages.ts';

/**
 * What `docker build` does, without Docker: each RUN and COPY of deploy/Dockerfile, in directories of its own. Absolute
 * paths lie under a temporary root; /build and /app are where the Dockerfile's WORKDIR says.
 */
const root = mkdtempSync(join(tmpdir(), 'sigilo-image-'));
const image = join(root, 'image');
const builder = join(root, 'builder');
const [build, final] = readDockerfile() as [Stage, Stage];

const environment = () => {
  const { NODE_OPTIONS: _, ...rest } = process.env;
  // The Node of the tests stands for the image's.
  return { ...rest, PATH: `${dirname(process.execPath)}:${process.env.PATH}`, npm_config_prefer_offline: 'true' };
};

function carryOut(stage: Stage, base: string): void {
  let directory = base;
  for (const { name, rest } of stage.instructions) {
    if (name === 'WORKDIR') {
      directory = join(base, rest);
      mkdirSync(directory, { recursive: true });
    } else if (name === 'RUN') {
      execFileSync('/bin/sh', ['-ec', rest], { cwd: directory, env: environment(), stdio: 'pipe' });
    } else if (name === 'COPY') {
      const { from, sources, target } = parseCopy(rest);
      for (const source of sources) {
        const path = from ? join(builder, source) : resolve(REPOSITORY, source);
        const place = target.startsWith('/') ? join(base, target) : join(directory, target);
        mkdirSync(place, { recursive: true });
        // As COPY does: of a directory its contents, with their modes; a file into a directory.
        execFileSync('cp', ['-a', statSync(path).isDirectory() ? `${path}/.` : path, place]);
      }
    }
  }
}

const entrypoint = () => {
  const [node, ...args] = JSON.parse(final.instructions.find(({ name }) => name === 'ENTRYPOINT')!.rest) as string[];
  expect(node).toBe('/nodejs/bin/node');
  return args.map((argument) => (argument.startsWith('/') ? join(image, argument) : argument));
};
const docker = (args: string[], input = '') =>
  spawnSync(process.execPath, [...entrypoint(), ...args], {
    cwd: join(image, 'app'),
    env: { PATH: '/nonexistent', ...imageEnvironment() },
    input,
    encoding: 'utf8',
  });

beforeAll(() => {
  carryOut(build, builder);
  carryOut(final, image);
}, 280_000);
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));

describe('the image that deploy/Dockerfile makes', () => {
  it('holds no source, no test and no development package', () => {
    expect(readdirSync(join(image, 'app')).sort()).toEqual([
      'dist',
      'models',
      'node_modules',
      'package.json',
      'schemas',
    ]);
    for (const name of ['typescript', 'vitest', '@biomejs', 'node', '@grafana']) {
      expect(existsSync(join(image, 'app/node_modules', name)), name).toBe(false);
    }
  });

  it('holds the production packages of the lock file, and no other', () => {
    const wanted = new Map(readLockFile().map((each) => [each.path, each]));
    const { packages } = JSON.parse(readFileSync(join(image, 'app/node_modules/.package-lock.json'), 'utf8')) as {
      packages: Record<string, { integrity?: string }>;
    };
    const installed = Object.entries(packages);
    expect(installed.filter(([path]) => wanted.get(path)?.isDevelopment !== false)).toEqual([]);
    expect(installed.filter(([path, { integrity }]) => wanted.get(path)?.integrity !== integrity)).toEqual([]);
    const missing = [...wanted.values()]
      .filter(({ isDevelopment, isOptional }) => !isDevelopment && !isOptional)
      .filter(({ path }) => !existsSync(join(image, 'app', path, 'package.json')));
    expect(missing).toEqual([]);
  });

  it('holds the bill of materials of those packages', () => {
    const bom = JSON.parse(readFileSync(join(image, 'app/dist/sbom.cdx.json'), 'utf8')) as {
      components: { name: string; version: string }[];
    };
    const named = new Set(bom.components.map(({ name, version }) => `${name}@${version}`));
    const production = readLockFile().filter(({ isDevelopment }) => !isDevelopment);
    expect(production.filter(({ name, version }) => !named.has(`${name}@${version}`))).toEqual([]);
  });

  it('shows its help', () => {
    const { status, stdout, stderr } = docker(['--help']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('redact');
  });

  it('makes directories for volumes that only its user can read', () => {
    for (const name of ['sigilo', 'sigilo-identity']) {
      expect(statSync(join(image, 'var/lib', name)).mode & 0o777).toBe(0o700);
    }
  });

  it('redacts', () => {
    const { status, stdout, stderr } = docker(['redact'], 'cpf 529.982.247-25\n');
    expect([status, stdout, stderr]).toEqual([0, 'cpf [CPF]\n', '']);
  });

  it('makes keys', () => {
    const { status, stdout } = docker(['keys', 'generate', '--directory', join(image, 'var/lib/sigilo/keys')]);
    expect([status, stdout]).toEqual([0, expect.stringContaining('token key k1')]);
  });

  it('plans the example schemas and policies', () => {
    const { status } = docker([
      ...['plan', '--schema', 'schemas/chat-message.avsc', 'schemas/chat-message.v2.avsc'],
      ...['--policy', 'schemas/chat-message.policy.yaml'],
    ]);
    expect(status).toBe(0);
  });

  it('loads the worker with all its codecs, and says what is wrong with a missing configuration', () => {
    expect(docker(['run', '--help']).stdout).toContain('--config');
    const { status, stderr } = docker(['run', '--config', 'missing.yaml']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('config.invalid')]);
  });
});
