import { isMap, isPair, isSeq, type Node, type Document as YamlDocument } from 'yaml';
import { parseStrictYaml } from './strict-yaml.ts';

export type Path = readonly (string | number)[];

export interface ParsedYaml {
  /** Plain JSON of the document; null when it has syntax faults. */
  readonly tree: unknown;
  /** One sentence a syntax fault, made by us: the parser's own texts quote the file. */
  readonly faults: readonly string[];
  /** Line, from 1, of the deepest part of a path that exists. */
  readonly lineOf: (path: Path) => number;
}

/** Parses one YAML document and remembers where everything stands. */
export function parseYaml(text: string): ParsedYaml {
  const { document, lines, faults } = parseStrictYaml(text);
  if (faults.length > 0) {
    const sentences = faults.map(({ line, code }) => `line ${line}: is not valid YAML (${code})`);
    return { tree: null, faults: sentences, lineOf: () => 1 };
  }
  return { tree: document.toJS(), faults: [], lineOf: (path) => lines.linePos(offsetOf(document, path)).line || 1 };
}

function offsetOf(document: YamlDocument, path: Path): number {
  let node: unknown = document.contents;
  let offset = (document.contents as Node | null)?.range?.[0] ?? 0;
  for (const step of path) {
    const next = childOf(node, step);
    if (next === null) break;
    offset = next.offset ?? offset;
    node = next.node;
  }
  return offset;
}

function childOf(node: unknown, step: string | number): { node: unknown; offset: number | undefined } | null {
  if (isMap(node)) {
    const pair = node.items.find((item) => isPair(item) && String(item.key) === String(step));
    if (!pair) return null;
    return { node: pair.value, offset: (pair.key as Node).range?.[0] };
  }
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step] as Node | undefined;
    return item ? { node: item, offset: item.range?.[0] } : null;
  }
  return null;
}
