import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { MUTANTS } from '../mutations/mutants.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

it('every mutant finds the one place that it changes, and its tests', () => {
  const faults = MUTANTS.filter(({ file, from }) => readFileSync(root + file, 'utf8').split(from).length !== 2);
  expect(faults.map(({ name, file }) => `${file}: ${name}`)).toEqual([]);
  expect(MUTANTS.flatMap(({ tests }) => tests).filter((test) => !existsSync(root + test))).toEqual([]);
  expect(MUTANTS.filter(({ from, to }) => from === to)).toEqual([]);
  expect(new Set(MUTANTS.map(({ name, file }) => `${file} ${name}`)).size).toBe(MUTANTS.length);
  expect(MUTANTS.length).toBeGreaterThan(150);
});
