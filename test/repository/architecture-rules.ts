import { posix } from 'node:path';

/** Source files by their path from the repository's root, with forward slashes. */
export type SourceFiles = ReadonlyMap<string, string>;

interface ImportLine {
  /** What stands between `import` and `from`, without a leading `type`. */
  readonly names: string;
  readonly typeOnly: boolean;
  /** Path of an own file, or the name of a package or of a module of Node. */
  readonly target: string;
  readonly own: boolean;
}

interface SourceFile {
  readonly path: string;
  /** The code without comments. */
  readonly code: string;
  readonly lines: number;
  readonly imports: readonly ImportLine[];
}

type Rule = (file: SourceFile, files: ReadonlyMap<string, SourceFile>) => readonly string[];

const MOST_LINES = 250;
const CORE_PACKAGES = ['avsc', 'zod', 'yaml', 're2js', '@noble', '@brazilian-utils', 'libphonenumber-js'];
/** What the core may name of Node: functions of bytes alone. */
const CORE_NODE: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['node:crypto', new Set(['hash', 'createHmac', 'hkdfSync', 'createCipheriv'])],
  ['node:buffer', new Set(['Buffer', 'isUtf8'])],
]);
/** The shapes of what the worker tells telemetry, which io implements: seen by type only. */
const SEEN_BY_EDGE_AS_TYPE = 'src/telemetry-events.ts';
const SEPARATE_STAGES = ['src/core/avro/', 'src/core/detect/', 'src/core/treat/'];
const GUARD = 'src/core/guard/';
const SEEN_BY_GUARD = new Set(['src/errors.ts', 'src/core/entity.ts', 'src/core/limits.ts']);
const SEEN_BY_GUARD_AS_TYPE = 'src/core/avro/schema.ts';
const FORBIDDEN_NAME = /(^|[-./])(utils?|helpers?|managers?|services?)([-./]|$)|(^|\/)index\.ts$/;

/** Checks all files against the rules of the layout; gives one sentence for each violation. */
export function findViolations(sources: SourceFiles): readonly string[] {
  const files = new Map([...sources].map(([path, source]) => [path, readSource(path, source)]));
  const perFile = [...files.values()].flatMap((file) =>
    RULES.flatMap((rule) => rule(file, files).map((fault) => `${file.path} ${fault}`)),
  );
  return [...perFile, ...findCycles(files).map((cycle) => `${cycle.join(' -> ')} is an import cycle`)];
}

const RULES: readonly Rule[] = [
  importsThatResolve,
  coreImports,
  coreNode,
  coreWithoutWorld,
  separateStages,
  guardAlone,
  edgeImports,
  commandsOnTop,
  environment,
  terminal,
  names,
  size,
];

function importsThatResolve(file: SourceFile, files: ReadonlyMap<string, SourceFile>): readonly string[] {
  // What lies outside src (the local stack, package.json) is not given and not judged.
  const missing = file.imports.filter(({ own, target }) => own && target.startsWith('src/') && !files.has(target));
  return missing.map(({ target }) => `imports ${target}, which does not exist`);
}

function coreImports(file: SourceFile): readonly string[] {
  if (!isIn(file.path, 'src/core/')) return [];
  const allowed = ({ own, target }: ImportLine): boolean =>
    own
      ? target === 'src/errors.ts' || isIn(target, 'src/core/')
      : CORE_NODE.has(target) || CORE_PACKAGES.some((name) => target === name || target.startsWith(`${name}/`));
  return file.imports.filter((line) => !allowed(line)).map(({ target }) => `is core and imports ${target}`);
}

function coreNode(file: SourceFile): readonly string[] {
  if (!isIn(file.path, 'src/core/')) return [];
  return file.imports.flatMap(({ names: list, target }) => {
    const allowed = CORE_NODE.get(target);
    if (allowed === undefined) return [];
    const named = /^\{([^}]*)\}$/.exec(list.trim())?.[1];
    if (named === undefined) return [`takes more than named functions from ${target}`];
    const imported = named.split(',').map(
      (name) =>
        name
          .trim()
          .replace(/^type\s+/, '')
          .split(/\s+as\s+/)[0]!,
    );
    const wrong = imported.filter((name) => name !== '' && !allowed.has(name));
    return wrong.map((name) => `is core and imports ${name} from ${target}`);
  });
}

function coreWithoutWorld(file: SourceFile): readonly string[] {
  if (!isIn(file.path, 'src/core/')) return [];
  const world =
    /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\.|\bset(?:Timeout|Interval|Immediate)\b|\bfetch\(/;
  const found = world.exec(file.code);
  const waits = /\basync\s+function\b|\basync\s*\(|\bawait\s/.exec(file.code);
  return [
    ...(found ? [`is core and uses ${found[0]}: time, chance and the network are arguments`] : []),
    ...(waits ? ['is core and waits: the core is synchronous'] : []),
  ];
}

function separateStages(file: SourceFile): readonly string[] {
  const own = SEPARATE_STAGES.find((stage) => isIn(file.path, stage));
  if (own === undefined) return [];
  return file.imports
    .filter(({ target }) => SEPARATE_STAGES.some((stage) => stage !== own && isIn(target, stage)))
    .map(({ target }) => `imports ${target}: avro, detect and treat do not know one another`);
}

function guardAlone(file: SourceFile): readonly string[] {
  if (!isIn(file.path, GUARD)) return [];
  const allowed = ({ target, typeOnly }: ImportLine): boolean =>
    isIn(target, GUARD) || SEEN_BY_GUARD.has(target) || (target === SEEN_BY_GUARD_AS_TYPE && typeOnly);
  return file.imports
    .filter((line) => !allowed(line))
    .map(({ target }) => `is guard and imports ${target}: a fault shared with others would blind both`);
}

function edgeImports(file: SourceFile): readonly string[] {
  if (!isIn(file.path, 'src/io/')) return [];
  const allowed = ({ own, target, typeOnly }: ImportLine): boolean =>
    !own ||
    target === 'src/errors.ts' ||
    isIn(target, 'src/core/') ||
    // A long file may have parts of its own in a folder of its name.
    isIn(target, file.path.replace(/\.ts$/, '/')) ||
    (target === SEEN_BY_EDGE_AS_TYPE && typeOnly);
  return file.imports.filter((line) => !allowed(line)).map(({ target }) => `is io and imports ${target}`);
}

function commandsOnTop(file: SourceFile): readonly string[] {
  const above = file.path === 'src/cli.ts' || isIn(file.path, 'src/commands/');
  return file.imports
    .filter(({ target }) => target === 'src/cli.ts' || (isIn(target, 'src/commands/') && !above))
    .map(({ target }) => `imports ${target}: only cli imports commands, nobody imports cli`);
}

function environment(file: SourceFile): readonly string[] {
  const reads = /\bprocess\s*(?:\?\.|\.)\s*env\b|\bprocess\s*\[|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/.test(file.code);
  return reads && file.path !== 'src/config.ts' ? ['reads process.env: only config.ts does'] : [];
}

function terminal(file: SourceFile): readonly string[] {
  const allowed = file.path === 'src/cli.ts' || isIn(file.path, 'src/commands/') || isIn(file.path, 'src/training/');
  return !allowed && /\bconsole\s*(?:\?\.|\.|\[)/.test(file.code) ? ['writes to the console: only commands do'] : [];
}

function names(file: SourceFile): readonly string[] {
  return FORBIDDEN_NAME.test(file.path) ? ['is not named by what it does'] : [];
}

function size(file: SourceFile): readonly string[] {
  return file.lines > MOST_LINES ? [`has ${file.lines} lines, more than ${MOST_LINES}`] : [];
}

/** Every import cycle once, type imports included, as the path that closes it. */
function findCycles(files: ReadonlyMap<string, SourceFile>): readonly (readonly string[])[] {
  const done = new Set<string>();
  const cycles: (readonly string[])[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) cycles.push([...trail.slice(at), path]);
    if (at >= 0 || done.has(path)) return;
    for (const { own, target } of files.get(path)?.imports ?? []) if (own) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of files.keys()) visit(path, []);
  return cycles;
}

function readSource(path: string, source: string): SourceFile {
  const code = withoutComments(source);
  const lines = source.replace(/\n$/, '').split('\n').length;
  return { path, code, lines, imports: readImports(path, code) };
}

/** Drops comments but keeps strings, so that `//` of an address is no comment. */
function withoutComments(source: string): string {
  const token = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
  return source.replace(token, (found) => (found.startsWith('/') ? ' ' : found));
}

function readImports(path: string, code: string): readonly ImportLine[] {
  const statement = /^\s*(?:import|export)\s+(type\s+)?([^'";=()]*?)\s*from\s*['"]([^'"]+)['"]/gm;
  const bare = /^\s*import\s*['"]([^'"]+)['"]/gm;
  const dynamic = /\b(?:import|require)\s*\(\s*['"`]([^'"`]+)['"`]/g;
  const named = [...code.matchAll(statement)].map(([, type, list, target]) => ({
    names: list!,
    typeOnly: type !== undefined,
    target: target!,
  }));
  const others = [...code.matchAll(bare), ...code.matchAll(dynamic)].map(([, target]) => ({
    names: '*',
    typeOnly: false,
    target: target!,
  }));
  return [...named, ...others].map((line) => {
    const own = line.target.startsWith('.');
    return { ...line, own, target: own ? posix.join(posix.dirname(path), line.target) : line.target };
  });
}

function isIn(path: string, folder: string): boolean {
  return path.startsWith(folder);
}
