import { type Step, stepKey } from './field-path.ts';
import type { Treatment } from './treatment.ts';

/** One line of a policy: a path and what is done there. */
export interface Rule {
  /** Running number over the whole policy; tells which rules a schema made use of. */
  readonly id: number;
  readonly text: string;
  readonly steps: readonly Step[];
  readonly treatment: Treatment;
  readonly line: number;
}

/** Rules of one root (the record, or a record type) arranged by their steps. */
export interface RuleTree {
  readonly id: number;
  rule: Rule | null;
  readonly children: Map<string, RuleTree>;
}

/** Arranges rules as a tree; `nextId` numbers the tree's places over the whole policy. */
export function buildRuleTree(rules: readonly Rule[], nextId: () => number): RuleTree {
  const root: RuleTree = { id: nextId(), rule: null, children: new Map() };
  for (const rule of rules) {
    let place = root;
    for (const step of rule.steps) {
      const key = stepKey(step);
      let child = place.children.get(key);
      if (!child) {
        child = { id: nextId(), rule: null, children: new Map() };
        place.children.set(key, child);
      }
      place = child;
    }
    place.rule = rule;
  }
  return root;
}

/** Moves every position one step down and leaves out those that end there. */
export function descend(positions: readonly RuleTree[], key: string): readonly RuleTree[] {
  const next: RuleTree[] = [];
  for (const position of positions) {
    const child = position.children.get(key);
    if (child) next.push(child);
  }
  return next;
}

/** The rule that holds at a place: the first position that has one wins (fields, then outer types, then the own type). */
export function ruleAt(positions: readonly RuleTree[]): Rule | null {
  for (const position of positions) if (position.rule) return position.rule;
  return null;
}
