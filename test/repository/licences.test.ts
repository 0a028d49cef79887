import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LICENCES_BY_FILE } from '../../src/reference/software-bill.ts';
import { type LockedPackage, licenceFaults, readLockFile } from './production-packages.ts';

const ROOT = join(import.meta.dirname, '../..');
const production = readLockFile().filter(({ isDevelopment }) => !isDevelopment);
const withLicence = (licence: string | null): LockedPackage => ({ ...production[0]!, name: 'some', licence });

describe('the licences of production packages', () => {
  it('allow everybody to use, change and pass them on', () => {
    expect(licenceFaults(production)).toEqual([]);
    expect(production.length).toBeGreaterThan(20);
  });

  it.each(Object.entries(LICENCES_BY_FILE))('%s: its file says %s, its package.json says nothing', (id, licence) => {
    const { path } = production.find(({ name, version }) => `${name}@${version}` === id)!;
    const folder = join(ROOT, path);
    expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).license).toBeUndefined();
    const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name))!;
    expect(readFileSync(join(folder, file), 'utf8')).toMatch(new RegExp(`^${licence} License`));
  });

  it('are those that the packages themselves name, where they are installed', () => {
    const installed = production.filter(({ path }) => existsSync(join(ROOT, path, 'package.json')));
    const named = installed.map(({ path, name, version, licence }) => {
      const { license } = JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8')) as { license?: string };
      return [name, LICENCES_BY_FILE[`${name}@${version}`] ?? license, licence];
    });
    expect(named.filter(([, inPackage, inLock]) => inPackage !== inLock)).toEqual([]);
    expect(installed.length).toBeGreaterThan(20);
  });
});

describe('the check of licences', () => {
  it.each(['MIT', 'ISC', 'Apache-2.0', '(MIT OR GPL-3.0)', 'MIT AND BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'])(
    'allows %s',
    (licence) => expect(licenceFaults([withLicence(licence)])).toEqual([]),
  );

  it.each(['GPL-3.0', 'AGPL-3.0-only', 'MIT AND GPL-2.0', 'SEE LICENSE IN FILE', 'UNLICENSED', 'BUSL-1.1', '', null])(
    'names the package and %s',
    (licence) => {
      const { version } = production[0]!;
      expect(licenceFaults([withLicence(licence)])).toEqual([`some@${version}: ${licence ?? 'names no licence'}`]);
    },
  );
});
