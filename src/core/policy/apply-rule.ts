import { branchName, type SchemaNode } from '../avro/schema.ts';
import { isPlainScalar } from './bind-keep.ts';
import { bindLeaf } from './bind-leaf.ts';
import { describeTreatment } from './describe-treatment.ts';
import { maySpellIdentifier } from './kept-numbers.ts';
import { BLANK, type LeafContent } from './leaf-binding.ts';
import type { Leaf } from './plan.ts';
import { entityFault, keepFault } from './profile-floors.ts';
import type { Rule, RuleTree } from './rule-tree.ts';
import type { Compiler, Place } from './schema-compiler.ts';
import { languagePath, singlePlaces, tenantPath } from './single-places.ts';
import { branchKey, type FieldTreatment, SINK_NULL, type SinkNode } from './sink-node.ts';
import { timeUnitOf } from './time-types.ts';
import type { Treatment } from './treatment.ts';

/**
 * Compiles a place that a rule names: a leaf, a plain copy or a drop; a rule that does not fit the type is a fault.
 * @param tagged the rule of the field's tag, which says what the field holds even where a path has another rule
 */
export function applyRule(
  compiler: Compiler,
  node: SchemaNode,
  rule: Rule,
  positions: readonly RuleTree[],
  path: string,
  tagged: Rule | null,
): Place {
  compiler.usedRules.add(rule.id);
  const { treatment } = rule;
  const fault = (sentence: string): Place => {
    compiler.faults.push(`${compiler.policy.file}:${rule.line}: ${path}: ${sentence}`);
    return { rewrite: { op: 'refuse', path, node }, sink: null, treatment: null };
  };
  if (node.kind === 'null' && treatment.kind !== 'drop')
    return { rewrite: { op: 'copy', path, node }, sink: SINK_NULL, treatment: null };
  const place = singlePlaces(compiler.policy).includes(path);
  const shadowed = positions.flatMap((position) =>
    position.rule === rule ? [...position.children.values()].flatMap(firstRules) : [],
  );
  if (shadowed.length > 0 && (node.kind === 'record' || node.kind === 'array' || node.kind === 'map')) {
    return fault(
      `${treatment.kind} of the whole covers ${shadowed.map((each) => each.text).join(', ')}; remove one of them`,
    );
  }
  if (treatment.kind === 'drop') {
    addRow(compiler, path, node, describeTreatment(treatment), '-', rule);
    if (!place) return { rewrite: { op: 'drop', path, node, counted: false }, sink: null, treatment: null };
    const leaf = addLeaf(compiler, path, { ...BLANK, action: 'nothing', carrier: node.kind as 'string' });
    return { rewrite: { op: 'leaf', path, node, leaf }, sink: null, treatment: null };
  }
  if (treatment.kind === 'keep') {
    const weak =
      keepFault(compiler.policy.profile, node, treatment.shape) ?? tagFault(compiler, node, treatment, tagged);
    if (weak) return fault(weak);
  }
  const bound = bindLeaf(node, treatment);
  if ('fault' in bound) return fault(bound.fault);
  addRow(compiler, path, node, describeTreatment(treatment), sinkTypeName(bound.sink), rule);
  const attribute: FieldTreatment = {
    treatment: treatment.kind,
    ...(treatment.kind === 'generalize' ? { granularity: treatment.granularity } : {}),
  };
  if (treatment.kind === 'keep' && treatment.shape === null && isNumber(node) && maySpellIdentifier(path)) {
    const kept = `${compiler.policy.file}:${rule.line}: ${path}: a kept ${node.kind} of this name may be an identifier`;
    compiler.warnings.push(`${kept}: tokenize it, or bound it: { keep: { from: 0, to: 300 } }`);
  }
  if (isPlainScalar(node) && treatment.kind === 'keep' && treatment.shape === null && !place)
    return { rewrite: { op: 'copy', path, node }, sink: bound.sink, treatment: attribute };
  const leaf = addLeaf(compiler, path, bound.leaf);
  return { rewrite: { op: 'leaf', path, node, leaf }, sink: bound.sink, treatment: attribute };
}

/** A tag names what its field holds: a path may treat it in another way, but not keep what the profile does not let be kept. */
function tagFault(
  { policy }: Compiler,
  node: SchemaNode,
  { shape }: Extract<Treatment, { kind: 'keep' }>,
  tagged: Rule | null,
): string | null {
  const isListed = typeof shape === 'object' && shape !== null && 'oneOf' in shape;
  if (!tagged || !('entity' in tagged.treatment) || isListed || node.kind === 'enum' || node.kind === 'boolean')
    return null;
  const weak = entityFault(policy.profile, tagged.treatment.entity, 'keep');
  return weak && `${tagged.text} (line ${tagged.line}) says that this is ${tagged.treatment.entity}: ${weak}`;
}

const TEXT_CARRIERS: ReadonlySet<Leaf['carrier']> = new Set(['string', 'bytes', 'fixed']);

function addLeaf(compiler: Compiler, path: string, leaf: LeafContent): number {
  const index = compiler.leaves.length;
  const isText = TEXT_CARRIERS.has(leaf.carrier) && leaf.action !== 'constant' && leaf.action !== 'nothing';
  compiler.leaves.push({ ...leaf, index, path, mapKey: false, isText });
  if (path === tenantPath(compiler.policy)) compiler.tenantLeaf = index;
  if (path === compiler.policy.conversation) compiler.conversationLeaf = index;
  if (path === languagePath(compiler.policy)) compiler.languageLeaf = index;
  return index;
}

/** Compiles a place that no rule names: refused when a record reaches it, or dropped and counted where the route says so. */
export function uncoveredPlace(compiler: Compiler, node: SchemaNode, path: string): Place {
  compiler.uncoveredPaths.push(path);
  const drop = compiler.uncovered === 'drop';
  compiler.coverage.push({
    path,
    type: typeName(node),
    treatment: 'UNCOVERED',
    sinkType: '-',
    why: drop ? 'dropped and counted' : 'records are quarantined',
  });
  return {
    rewrite: drop ? { op: 'drop', path, node, counted: true } : { op: 'refuse', path, node },
    sink: null,
    treatment: null,
  };
}

/** True for numbers that could be anybody's: times say by their type what they are. */
function isNumber(node: SchemaNode): boolean {
  const isBare = node.kind === 'int' || node.kind === 'long' || node.kind === 'float' || node.kind === 'double';
  return (isBare && timeUnitOf(node) === undefined) || node.logicalType === 'decimal';
}

function firstRules(tree: RuleTree): Rule[] {
  return tree.rule ? [tree.rule] : [...tree.children.values()].flatMap(firstRules);
}
function addRow(
  compiler: Compiler,
  path: string,
  node: SchemaNode,
  treatment: string,
  sinkType: string,
  rule: Rule,
): void {
  compiler.coverage.push({ path, type: typeName(node), treatment, sinkType, why: `${rule.text} (line ${rule.line})` });
}

/** The name of a type for people, with its logical type in parentheses. */
export function typeName(node: SchemaNode): string {
  return node.logicalType ? `${branchName(node)} (${node.logicalType})` : branchName(node);
}

function sinkTypeName(sink: SinkNode): string {
  return branchKey(sink).replace(/^named /, '');
}
