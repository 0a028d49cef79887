import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const REPOSITORY = join(import.meta.dirname, '../..');

export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

export interface Stage {
  readonly image: string;
  readonly name: string | null;
  readonly instructions: readonly Instruction[];
}

/** The stages of the Dockerfile, in order, with lines that go on joined and comments left out. */
export function readDockerfile(text = readFileSync(join(REPOSITORY, 'deploy/Dockerfile'), 'utf8')): Stage[] {
  const lines = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: { image: string; name: string | null; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') {
      const [, image = '', stage] = /^(\S+)(?:\s+AS\s+(\S+))?$/.exec(rest) ?? [];
      stages.push({ image, name: stage ?? null, instructions: [] });
    } else stages.at(-1)!.instructions.push({ name, rest });
  }
  return stages;
}

export interface Copy {
  readonly from: string | null;
  readonly sources: readonly string[];
  readonly target: string;
}

/** What a COPY instruction copies. */
export function parseCopy(rest: string): Copy {
  const words = rest.split(/\s+/);
  const options = words.filter((word) => word.startsWith('--'));
  const paths = words.filter((word) => !word.startsWith('--'));
  const from = options.find((option) => option.startsWith('--from='))?.slice('--from='.length) ?? null;
  return { from, sources: paths.slice(0, -1), target: paths.at(-1) ?? '' };
}

/** The variables that the image sets. */
export function imageEnvironment(): Record<string, string> {
  const lines = readDockerfile()
    .at(-1)!
    .instructions.filter(({ name }) => name === 'ENV');
  const pairs = lines.flatMap(({ rest }) => rest.split(' ').map((pair) => pair.split('=') as [string, string]));
  return Object.fromEntries(pairs);
}

/** The flags of Node that the image starts with. */
export function imageNodeFlags(): string[] {
  const entry = readDockerfile()
    .at(-1)!
    .instructions.find(({ name }) => name === 'ENTRYPOINT')!;
  return (JSON.parse(entry.rest) as string[]).filter((word) => word.startsWith('--'));
}
