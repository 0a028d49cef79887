import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { imageEnvironment, parseCopy, REPOSITORY, readDockerfile } from './dockerfile.ts';

const stages = readDockerfile();
const last = stages.at(-1)!;
const of = (name: string) => last.instructions.filter((instruction) => instruction.name === name);
const one = (name: string) => of(name).map(({ rest }) => rest);
const read = (file: string) => readFileSync(join(REPOSITORY, file), 'utf8');

describe('the Dockerfile', () => {
  it('has a build stage and a final stage', () => {
    expect(stages.map(({ name }) => name)).toEqual(['build', null]);
  });

  it('builds with the Node version of the tests', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { node: string } };
    expect(stages[0]!.image).toMatch(new RegExp(`^node:${devDependencies.node.replaceAll('.', '\\.')}-[a-z-]+$`));
  });

  it('ends in an image with that major version and without a shell', () => {
    expect(last.image).toMatch(/^gcr\.io\/distroless\/nodejs24-debian\d+:nonroot$/);
    expect(of('RUN')).toEqual([]);
    expect(one('SHELL')).toEqual([]);
  });

  it('runs as a user that is not root, given by number', () => {
    expect(one('USER')).toEqual(['65532:65532']);
  });

  it('starts the command line with a small young generation and without the debugger’s signal', () => {
    expect(one('ENTRYPOINT').map((text) => JSON.parse(text))).toEqual([
      ['/nodejs/bin/node', '--max-semi-space-size=16', '--disable-sigusr1', '/app/dist/cli.js'],
    ]);
    expect(one('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(one('WORKDIR')).toEqual(['/app']);
  });

  it('takes nothing from an address, and no secret as an argument', () => {
    const all = stages.flatMap(({ instructions }) => instructions);
    expect(all.filter(({ name }) => name === 'ADD' || name === 'ARG')).toEqual([]);
    expect(all.filter(({ rest }) => /https?:|curl|wget|password|token/i.test(rest))).toEqual([]);
  });

  it('lets no package run code of its own', () => {
    const installs = stages[0]!.instructions.filter(({ rest }) => rest.startsWith('npm ci'));
    expect(installs.map(({ rest }) => rest)).toEqual(['npm ci --ignore-scripts', 'npm ci --omit=dev --ignore-scripts']);
  });

  it('puts only these things into the image', () => {
    expect(one('COPY').map((rest) => parseCopy(rest))).toEqual([
      { from: 'build', sources: ['/build/package.json'], target: './' },
      { from: 'build', sources: ['/build/node_modules'], target: './node_modules' },
      { from: 'build', sources: ['/build/dist'], target: './dist' },
      { from: null, sources: ['models'], target: './models' },
      { from: null, sources: ['schemas'], target: './schemas' },
      { from: 'build', sources: ['/build/state/'], target: '/var/lib/' },
    ]);
  });

  it('sets what keeps Node and malloc small', () => {
    expect(imageEnvironment()).toEqual({
      NODE_ENV: 'production',
      MALLOC_ARENA_MAX: '2',
      MALLOC_MMAP_THRESHOLD_: '131072',
      MALLOC_TRIM_THRESHOLD_: '131072',
    });
  });

  it('finds in its context all that it copies, and nothing else is let in', () => {
    const ignore = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(ignore[0]).toBe('*');
    const allowed = ignore.slice(1).map((line) => line.replace(/^!/, ''));
    const copied = stages
      .flatMap(({ instructions }) => instructions)
      .filter(({ name }) => name === 'COPY')
      .map(({ rest }) => parseCopy(rest))
      .filter(({ from }) => from === null)
      .flatMap(({ sources }) => sources.map((source) => source.replace(/^\.\//, '')));
    expect(allowed.sort()).toEqual(copied.sort());
  });
});

describe('the reader of Dockerfiles', () => {
  it('joins lines, leaves out comments and knows stages', () => {
    expect(readDockerfile('FROM a:1 AS b\nRUN x \\\n# no\n  y\n\nFROM c@sha256:1\nUSER 1')).toEqual([
      { image: 'a:1', name: 'b', instructions: [{ name: 'RUN', rest: 'x y' }] },
      { image: 'c@sha256:1', name: null, instructions: [{ name: 'USER', rest: '1' }] },
    ]);
  });
});
