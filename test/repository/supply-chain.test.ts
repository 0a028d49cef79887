import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BOM_COMMAND, productionBom } from '../../src/reference/software-bill.ts';
import { readDockerfile } from '../deploy/dockerfile.ts';
import { readLockFile } from './production-packages.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly files: readonly string[];
  readonly scripts: Record<string, string>;
};
const locked = readLockFile();
const production = locked.filter(({ isDevelopment }) => !isDevelopment);

/** A new production package is one more that a stranger can change: whoever needs it raises the number, and says why. */
const DIRECT = 16;
/** With those of other systems: lz4-napi has a prebuilt package for each. */
const TRANSITIVE = 80;
/** What one system installs at most. */
const INSTALLED = 64;

describe('the production packages', () => {
  it('are as many as somebody has agreed to', () => {
    expect(Object.keys(manifest.dependencies)).toHaveLength(DIRECT);
    expect(production).toHaveLength(TRANSITIVE);
    // Of the optional ones a system installs its own.
    const ofSystems = production.filter(({ isOptional }) => isOptional).length;
    expect(production.length - ofSystems + 1).toBe(INSTALLED);
  });

  it('are each imported by the source', () => {
    const source = execFileSync('git', ['grep', '-hoE', "from '[^.'][^']*'|import\\('[^.'][^']*'\\)", '--', 'src'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const unused = Object.keys(manifest.dependencies).filter((name) => !new RegExp(`'${name}(/[^']*)?'`).test(source));
    expect(unused).toEqual([]);
  });

  it('have versions that cannot move', () => {
    const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

describe('the lock file', () => {
  it('names a SHA-512 of each package', () => {
    const without = locked.filter(({ integrity }) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''));
    expect(without.map(({ path }) => path)).toEqual([]);
    expect(locked.length).toBeGreaterThan(100);
  });

  it('names no address: no package is from a git repository, a file, a link or one registry', () => {
    expect(locked.filter(({ resolved }) => resolved !== null).map(({ path }) => path)).toEqual([]);
    const asked = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(asked.filter(([, version]) => /[:/]/.test(version))).toEqual([]);
  });

  it('lets only known packages run code when they are installed', () => {
    const running = locked.filter(({ hasInstallScript }) => hasInstallScript);
    // protobufjs' script only prints a warning; `node` fetches the Node that tests run with.
    expect(running.map(({ name }) => name)).toEqual(['node', 'protobufjs']);
    expect(production.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name)).toEqual([
      'protobufjs',
    ]);
  });

  it('fits package.json', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, object> };
    const { dependencies, devDependencies } = manifest;
    expect(packages['']).toMatchObject({ dependencies, devDependencies });
  });
});

describe('the bill of materials', () => {
  const options = { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 } as const;
  const written = JSON.parse(execFileSync('npm', BOM_COMMAND, options)) as Parameters<typeof productionBom>[0];
  const bom = productionBom(written);

  it('is part of each build, and with it of package and image', () => {
    expect(manifest.scripts.build).toMatch(/ && npm run sbom$/);
    expect(manifest.scripts.sbom).toBe('node src/reference/write-sbom.ts');
    expect(manifest.files).toContain('dist');
  });

  it('is the same for the same packages', () => {
    const again = JSON.parse(execFileSync('npm', BOM_COMMAND, options)) as typeof written;
    expect(productionBom(again)).toEqual(bom);
    expect(again).not.toEqual(written);
    expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('has another serial number for other packages', () => {
    const components = written.components.filter(({ name }) => name !== 'kafkajs');
    expect(productionBom({ ...written, components }).serialNumber).not.toBe(bom.serialNumber);
  });

  it('names each production package with version, hash and licence, and no other', () => {
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'sigilo' } } });
    const named = new Set(bom.components.map(({ name, version }) => `${name}@${version}`));
    const ids = new Set(production.map(({ name, version }) => `${name}@${version}`));
    expect([...ids].filter((id) => !named.has(id))).toEqual([]);
    expect([...named].filter((id) => !ids.has(id))).toEqual([]);
    for (const { name, hashes, licenses } of bom.components) {
      expect([name, hashes?.[0]?.alg, licenses?.length]).toEqual([name, 'SHA-512', 1]);
    }
  });

  it('tells who needs whom, without a development package', () => {
    const known = new Set([
      bom.dependencies.find(({ ref }) => ref.startsWith('sigilo@'))!.ref,
      ...bom.components.map((each) => each['bom-ref']),
    ]);
    const named = bom.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]);
    expect(named.filter((ref) => !known.has(ref))).toEqual([]);
    const ours = bom.dependencies.find(({ ref }) => ref.startsWith('sigilo@'))!;
    const direct = Object.entries(manifest.dependencies).map(([name, version]) => `${name}@${version}`);
    expect(direct.filter((id) => !ours.dependsOn.includes(id))).toEqual([]);
  });
});

describe('the image', () => {
  const [build, final] = readDockerfile();

  it('is made from images whose version is named', () => {
    const tags = [build!.image, final!.image].map((image) => image.split(':')[1]);
    expect(tags).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+-/), 'nonroot']);
    expect(final!.image).toMatch(/nodejs24-debian13:/);
  });

  it('has no shell, runs no command while it is made, and takes no package from a system', () => {
    expect(final!.image).toMatch(/^gcr\.io\/distroless\/[^:]+:(?!.*debug)/);
    expect(final!.instructions.filter(({ name }) => name === 'RUN' || name === 'SHELL')).toEqual([]);
    const all = [...build!.instructions, ...final!.instructions].map(({ rest }) => rest);
    expect(all.filter((rest) => /\b(apt|apt-get|apk|dpkg|yum|npx)\b|\/bin\/(ba)?sh/.test(rest))).toEqual([]);
    // The exec form: the other one needs a shell.
    const started = final!.instructions.filter(({ name }) => ['ENTRYPOINT', 'CMD'].includes(name));
    expect(started.every(({ rest }) => rest.startsWith('['))).toBe(true);
  });

  it('runs as a user that is given by number and is not root', () => {
    const users = final!.instructions.filter(({ name }) => name === 'USER').map(({ rest }) => rest);
    expect(users).toEqual([expect.stringMatching(/^[1-9]\d{3,}:[1-9]\d{3,}$/)]);
  });
});
