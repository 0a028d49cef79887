import { parseStrictYaml } from './config/strict-yaml.ts';
import { type Policy, parsePolicy } from './core/policy/policy.ts';
import { SigiloError } from './errors.ts';

/** A policy file as read from disk. */
export interface PolicyText {
  readonly file: string;
  readonly text: string;
}

/** Parses policies; throws SigiloError `policy.invalid` with all faults of all files, each with file and line. */
export function readPolicies(texts: readonly PolicyText[]): readonly Policy[] {
  const { policies, faults } = parsePolicies(texts);
  if (faults.length > 0) throw new SigiloError('policy.invalid', { faults });
  return policies;
}

/** The same without throwing: the faults, and what remains of the policies that have them. */
export function parsePolicies(texts: readonly PolicyText[]): {
  readonly policies: readonly Policy[];
  readonly faults: readonly string[];
} {
  const policies: Policy[] = [];
  const faults: string[] = [];
  for (const { file, text } of texts) {
    const { document, lines, faults: yamlFaults } = parseStrictYaml(text);
    if (yamlFaults.length > 0) {
      faults.push(...yamlFaults.map(({ line, code }) => `${file}:${line}: not valid YAML (${code})`));
      continue;
    }
    const parsed = parsePolicy({ file, document, lines });
    if ('faults' in parsed) faults.push(...parsed.faults);
    const policy = 'faults' in parsed ? parsed.remains : parsed.policy;
    if (policies.some(({ record }) => record === policy?.record)) {
      faults.push(`${file}:1: a second policy for the record ${policy?.record}`);
    } else if (policy) policies.push(policy);
  }
  return { policies, faults };
}

/** Faults that begin with `file:line:`, file by file in their first order, by line within each. */
export function inLineOrder(faults: readonly string[]): readonly string[] {
  const placed = faults.map((fault) => {
    const [, file = '', line = '0'] = /^(.*?):(\d+): /.exec(fault) ?? [];
    return { fault, file, line: Number(line) };
  });
  const files = [...new Set(placed.map(({ file }) => file))];
  return placed
    .sort((left, right) => files.indexOf(left.file) - files.indexOf(right.file) || left.line - right.line)
    .map(({ fault }) => fault);
}
