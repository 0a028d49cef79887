import { type Document, isCollection, LineCounter, parseDocument, visit } from 'yaml';

/** One fault of a YAML text: line from 1, and the parser's code or one of ours; never a part of the text. */
export interface YamlFault {
  readonly line: number;
  readonly code: string;
}

export interface StrictYaml {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  /** Empty: `document.toJS()` gives a tree of plain values and does not throw. */
  readonly faults: readonly YamlFault[];
}

const MAXIMUM_ALIASES = 100;

/**
 * Parses one YAML 1.2 document and refuses what could mean something else to a reader than to us: tags (they would be
 * ignored), other versions of YAML (which know other words and merge keys), lists and mappings as keys, a second document,
 * aliases that lead nowhere, in circles, or unfold to more than a bound.
 */
export function parseStrictYaml(text: string): StrictYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const faults: YamlFault[] = [];
  const report = (code: string, offset: number | undefined) => {
    faults.push({ line: lines.linePos(offset ?? 0).line || 1, code });
  };
  for (const { code, pos } of [...document.errors, ...document.warnings]) report(code, pos[0]);
  if (document.directives.yaml.version !== '1.2') report('YAML_VERSION', 0);
  if (faults.length > 0) return { document, lines, faults };
  let aliases = 0;
  visit(document, {
    Node(_, node) {
      if (node.tag !== undefined) report('TAG', node.range?.[0]);
    },
    Pair(_, { key }) {
      if (isCollection(key)) report('COLLECTION_KEY', (key as { range?: readonly number[] }).range?.[0]);
    },
    Alias(_, alias, path) {
      aliases += 1;
      if (aliases > MAXIMUM_ALIASES) {
        report('TOO_MANY_ALIASES', alias.range?.[0]);
        return visit.BREAK;
      }
      const target = alias.resolve(document);
      if (target === undefined || path.includes(target)) report('BAD_ALIAS', alias.range?.[0]);
      return undefined;
    },
  });
  if (faults.length === 0 && !unfolds(document)) report('TOO_MANY_ALIASES', 0);
  return { document, lines, faults };
}

function unfolds(document: Document.Parsed): boolean {
  try {
    document.toJS({ maxAliasCount: MAXIMUM_ALIASES });
    return true;
  } catch {
    return false;
  }
}
