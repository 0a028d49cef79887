import type { terminalColors } from '../terminal-colors.ts';
import type { Pair } from './result.ts';

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

/** Two columns, a line a field; what changed is coloured. */
export function sideBySide(pair: Pair, colors: ReturnType<typeof terminalColors>, width: number): string[] {
  const after = flatten(pair.after);
  const before = flatten(pair.before);
  const left = new Map(before);
  const right = new Map(after);
  const paths = [...new Set([...before, ...after].map(([path]) => path))];
  const nameWidth = Math.min(34, Math.max(...paths.map((path) => path.length)));
  const column = Math.max(24, Math.floor((width - nameWidth - 4) / 2));
  const lines = paths.flatMap((path) => {
    const [was, is] = [wrap(left.get(path) ?? '', column), wrap(right.get(path) ?? '', column)];
    const changed = left.get(path) !== right.get(path);
    return Array.from({ length: Math.max(was.length, is.length) }, (_, index) => {
      const name = (index === 0 ? path.slice(-nameWidth) : '').padEnd(nameWidth);
      const [source, sink] = [(was[index] ?? '').padEnd(column), is[index] ?? ''];
      return `${colors.dim(name)}  ${changed ? colors.red(source) : source}  ${changed ? colors.green(sink) : sink}`;
    });
  });
  const heading = `${' '.repeat(nameWidth)}  ${'BEFORE (source)'.padEnd(column)}  AFTER (sink)`;
  return [colors.bold(pair.title), heading, ...lines];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += width) lines.push(text.slice(at, at + width));
  return lines.length > 0 ? lines : [''];
}
