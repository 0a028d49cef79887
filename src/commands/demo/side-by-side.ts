import type { terminalColors } from '../terminal-colors.ts';
import type { Pair } from './result.ts';

type Colors = ReturnType<typeof terminalColors>;

/** `[HEALTH_PLAN~k1~…]` with 16 characters, and a key version of two digits. */
const LONGEST_TOKEN = 35;
const DAY_MS = 86_400_000;
const UNION_BRANCH = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/;

/** Writes an object as one line a leaf: `value.sender.name: …`. */
export function flatten(value: unknown, path = ''): [string, string][] {
  if (Buffer.isBuffer(value)) return [[path, `<${value.length} bytes>`]];
  if (Array.isArray(value)) return value.flatMap((item, index) => flatten(item, `${path}[${index}]`));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, item]) => {
      // A union branch is named by its type: what matters is what is inside.
      return flatten(item, UNION_BRANCH.test(name) ? path : path === '' ? name : `${path}.${name}`);
    });
  }
  return [[path, typeof value === 'number' ? readable(path, value) : String(value)]];
}

/** Days and milliseconds as dates: whoever compares two records wants to see what was cut. */
function readable(path: string, value: number): string {
  if (path.endsWith('birth_date')) return new Date(value * DAY_MS).toISOString().slice(0, 10);
  const isTime = path.endsWith('sent_at') || path.includes('read_by.') || path.endsWith('timestamp');
  return isTime ? new Date(value).toISOString() : String(value);
}

/** A leaf before and after; null where there is none. */
type Line = readonly [path: string, was: string | null, is: string];

/** Two columns, a line a field, or one below the other where tokens do not fit; what changed is coloured. */
export function sideBySide(pair: Pair, colors: Colors, width: number): string[] {
  const lines = compare(pair);
  const nameWidth = Math.min(34, Math.max(...lines.map(([path]) => path.length)));
  const column = Math.floor((width - nameWidth - 4) / 2);
  if (column < LONGEST_TOKEN) return [colors.bold(pair.title), ...lines.flatMap((line) => stack(line, colors, width))];
  const heading = `${' '.repeat(nameWidth)}  ${'BEFORE (source)'.padEnd(column)}  AFTER (sink)`;
  return [colors.bold(pair.title), heading, ...lines.flatMap((line) => columns(line, colors, nameWidth, column))];
}

function compare(pair: Pair): Line[] {
  const [before, after] = [flatten(pair.before), flatten(pair.after)];
  const [left, right] = [new Map(before), new Map(after)];
  // The key of a map may be a token: its value then stands under another path.
  const renamed = after.flatMap(([path]) => /^(.*\.)\[[A-Z_]+[~\]]/.exec(path)?.[1] ?? []);
  const paths = [...new Set([...before, ...after].map(([path]) => path))];
  return paths.map((path) => {
    const gone = renamed.some((parent) => path.startsWith(parent)) ? '(under its new name)' : '(dropped)';
    return [path, left.get(path) ?? null, right.get(path) ?? gone];
  });
}

function columns([path, was, is]: Line, colors: Colors, nameWidth: number, column: number): string[] {
  const [left, right] = [wrap(was ?? '', column), wrap(is, column)];
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const name = (index === 0 ? path.slice(-nameWidth) : '').padEnd(nameWidth);
    const [source, sink] = [(left[index] ?? '').padEnd(column), right[index] ?? ''];
    return was === is
      ? `${colors.dim(name)}  ${source}  ${sink}`
      : `${colors.dim(name)}  ${colors.red(source)}  ${colors.green(sink)}`;
  });
}

function stack([path, was, is]: Line, colors: Colors, width: number): string[] {
  const block = (sign: string, text: string) => wrap(text, width - 4).map((line) => `  ${sign} ${line}`);
  if (was === is) return [colors.dim(path), ...block(' ', is)];
  const source = was === null ? [] : block('-', was).map(colors.red);
  return [colors.dim(path), ...source, ...block('+', is).map(colors.green)];
}

/** Breaks between words, never inside a token or placeholder; only what is longer than a line is cut. */
export function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const piece of text.match(/\[[A-Z_]+(?:~\w+)*\]|\s+|[^\s[]+|\[/g) ?? []) {
    const line = lines.at(-1) ?? '';
    if (line.length + piece.length <= width) lines[lines.length - 1] = line + piece;
    else if (piece.length <= width) lines.push(piece.trimStart());
    else for (let at = 0; at < piece.length; at += width) lines.push(piece.slice(at, at + width));
  }
  return lines.length > 1 && lines[0] === '' ? lines.slice(1) : lines;
}
