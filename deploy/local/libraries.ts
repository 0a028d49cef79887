import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SigiloError } from '../../src/errors.ts';
import { checkRequirements } from './requirements.ts';

const POM = join(import.meta.dirname, 'pom.xml');
const REGISTRY_ARTIFACT = 'io.apicurio:apicurio-registry-app:3.0.9:tar.gz:all';
const REGISTRY_JAR = 'apicurio-registry-app-3.0.9-runner.jar';
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin';
const QUIET = ['-q', '-B', '-ntp', '-Dstyle.color=never'];

/** Where the downloaded programs lie: Kafka's jars, and the jar that starts the registry. */
export interface Libraries {
  readonly directory: string;
  readonly kafka: string;
  readonly registryJar: string;
}

/** The cache directory of exactly these pinned versions; it need not exist yet. */
export function libraries(): Libraries {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const pins = createHash('sha256').update(readFileSync(POM)).update(REGISTRY_ARTIFACT).digest('hex').slice(0, 12);
  const directory = join(base, 'sigilo', `stack-${pins}`);
  return {
    directory,
    kafka: join(directory, 'kafka'),
    registryJar: join(directory, 'registry', REGISTRY_JAR),
  };
}

/**
 * Makes sure that Java is there and that the libraries are in the cache; downloads about 160 MB once.
 * Filled in a temporary directory and then renamed, so that an interrupted or a parallel download does no harm.
 * @throws SigiloError stack.requirements, stack.failed
 */
export async function prepareLibraries(onProgress: (step: string) => void, signal?: AbortSignal): Promise<Libraries> {
  const found = libraries();
  const cached = existsSync(found.directory);
  await checkRequirements(!cached);
  if (cached) return found;
  const parent = join(found.directory, '..');
  mkdirSync(parent, { recursive: true });
  const temporary = mkdtempSync(join(parent, 'download-'));
  try {
    await download(temporary, onProgress, signal);
    moveIntoPlace(temporary, found.directory);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return found;
}

async function download(into: string, onProgress: (step: string) => void, signal?: AbortSignal): Promise<void> {
  onProgress('downloading Kafka 4.3.1 (54 MB, once)');
  const copies = [...QUIET, '-f', POM, `${PLUGIN}:3.8.1:copy-dependencies`, '-DincludeScope=runtime'];
  await runTool('mvn', [...copies, `-DoutputDirectory=${join(into, 'kafka')}`], into, signal);
  onProgress('downloading Apicurio Registry 3.0.9 (109 MB, once)');
  // Version 2.8 is the last that copies an artifact without reading its POM, whose parent was never published.
  const copy = [...QUIET, `${PLUGIN}:2.8:copy`, `-Dartifact=${REGISTRY_ARTIFACT}`, '-Dmdep.stripVersion=true'];
  await runTool('mvn', [...copy, `-DoutputDirectory=${into}`], into, signal);
  const archive = join(into, 'apicurio-registry-app-all.tar.gz');
  mkdirSync(join(into, 'registry'));
  await runTool('tar', ['xzf', archive, '-C', join(into, 'registry')], into, signal);
  rmSync(archive);
  if (!existsSync(join(into, 'registry', REGISTRY_JAR))) {
    throw new SigiloError('stack.failed', { faults: [`the registry's archive holds no ${REGISTRY_JAR}`] });
  }
  writeFileSync(join(into, 'pinned.txt'), `${REGISTRY_ARTIFACT}\n`);
}

function moveIntoPlace(temporary: string, directory: string): void {
  try {
    renameSync(temporary, directory);
  } catch (error) {
    // Another download finished first: its files are the same as ours.
    if (!existsSync(directory)) throw error;
  }
}

/** Runs one program to its end. @throws SigiloError stack.failed with the first lines that it printed */
async function runTool(program: string, args: readonly string[], cwd: string, signal?: AbortSignal): Promise<void> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], ...(signal ? { signal } : {}) });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk).slice(0, 10_000);
    });
  }
  child.on('error', () => {});
  // Also when interrupted, its last write comes before the deletion of what it wrote.
  const [status] = (await once(child, 'close')) as [number | null];
  signal?.throwIfAborted();
  if (status === 0) return;
  const faults = output.split('\n').filter((line) => line.trim() !== '');
  throw new SigiloError('stack.failed', { setting: program, faults: faults.slice(0, 3) });
}
