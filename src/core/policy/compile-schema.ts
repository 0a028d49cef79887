import type { RewriteNode } from '../avro/rewrite-node.ts';
import type { ArrayNode, FieldNode, MapNode, RecordNode, SchemaNode, UnionNode } from '../avro/schema.ts';
import { branchName } from '../avro/schema-node.ts';
import { applyRule, uncoveredPlace } from './apply-rule.ts';
import { appendStep } from './field-path.ts';
import { joinBranches } from './join-branches.ts';
import type { CompiledSchema, Leaf } from './plan.ts';
import type { Policy } from './policy.ts';
import { STRENGTH } from './profile-floors.ts';
import { buildRuleTree, descend, type Rule, type RuleTree, ruleAt } from './rule-tree.ts';
import type { Compiler, Place, RecordPlace, Uncovered } from './schema-compiler.ts';
import { languagePath, missingPlace, singlePlaces, tenantPath } from './single-places.ts';
import { SINK_NULL, type SinkField, type SinkRecordNode } from './sink-node.ts';
import { nameSinkSchema } from './sink-schema.ts';

/**
 * Compiles a policy against one schema; gives the compiled schema and every rule that does not fit its type.
 * @param rootPath what all field paths begin with: nothing for values
 */
export function compileSchema(
  policy: Policy,
  schema: SchemaNode,
  uncovered: Uncovered,
  rootPath = '',
): { readonly compiled: CompiledSchema; readonly faults: readonly string[] } {
  let places = 0;
  const nextPlace = () => places++;
  const compiler: Compiler = {
    policy,
    uncovered,
    tagsCover: rootPath === '',
    types: new Map([...policy.types].map(([name, rules]) => [name, buildRuleTree(rules, nextPlace)])),
    states: new Map(),
    nodeIds: new Map(),
    leaves: [],
    coverage: [],
    uncoveredPaths: [],
    usedRules: new Set(),
    faults: [],
    warnings: [],
    tenantLeaf: -1,
    conversationLeaf: -1,
    languageLeaf: -1,
  };
  const root = compilePlace(compiler, schema, [buildRuleTree(policy.fields, nextPlace)], rootPath, null, null);
  const { sinkSchema, leafClasses } = root.sink
    ? nameSinkSchema(root.sink)
    : { sinkSchema: null, leafClasses: new Map() };
  const { leaves, coverage, uncoveredPaths, usedRules, faults, warnings } = compiler;
  const { tenantLeaf, conversationLeaf, languageLeaf } = compiler;
  for (const [place, path, leaf] of [
    ['tenant', tenantPath(policy), tenantLeaf],
    ['conversation', policy.conversation, conversationLeaf],
    ['language', languagePath(policy), languageLeaf],
  ] as const) {
    if (path !== null && leaf < 0) faults.push(missingPlace(policy, place, path));
  }
  const compiled = {
    root: root.rewrite,
    leaves,
    sinkSchema,
    leafClasses,
    coverage,
    uncovered: uncoveredPaths,
    warnings,
    usedRules,
    tenantLeaf,
    conversationLeaf,
    languageLeaf,
  };
  return { compiled, faults };
}

function compilePlace(
  compiler: Compiler,
  node: SchemaNode,
  positions: readonly RuleTree[],
  path: string,
  tagRule: Rule | null,
  tagged: Rule | null,
): Place {
  const rule = ruleAt(positions) ?? (positions.some(hasRules) || isTyped(compiler, node) ? null : tagRule);
  if (node.kind === 'union')
    return compileUnion(compiler, node, positions, path, rule === tagRule ? tagRule : null, tagged);
  if (rule) return applyRule(compiler, node, rule, positions, path, tagged);
  switch (node.kind) {
    case 'null':
      return { rewrite: { op: 'copy', path, node }, sink: SINK_NULL, treatment: null };
    case 'record':
      return compileRecord(compiler, node, positions, path);
    case 'array':
      return compileArray(compiler, node, positions, path, tagged);
    case 'map':
      return compileMap(compiler, node, positions, path, tagged);
    default:
      return uncoveredPlace(compiler, node, path);
  }
}

function compileRecord(
  compiler: Compiler,
  node: RecordNode,
  positions: readonly RuleTree[],
  path: string,
): RecordPlace {
  const typeRules = compiler.types.get(node.name);
  // Positions without a rule for any field would only make equal places look different.
  const relevant = positions.filter((position) => [...position.children.keys()].some((key) => key.startsWith('.')));
  const inside = typeRules ? [...relevant, typeRules] : relevant;
  // The leaves of tenant, conversation and language are one place each: the same type elsewhere must have leaves of its own.
  const single = holdsSinglePlace(compiler.policy, path) ? `at ${path}` : '';
  const stateKey = `${idOf(compiler, node)}|${inside.map((position) => position.id).join()}|${single}`;
  const known = compiler.states.get(stateKey);
  if (known) return known;
  const rewrite: RecordPlace['rewrite'] = { op: 'record', path, node, fields: [] };
  const sink: SinkRecordNode = { kind: 'record', node, fields: [] };
  const place: RecordPlace = { rewrite, sink, treatment: null };
  compiler.states.set(stateKey, place); // before its fields: a recursive type meets itself here
  const sinkFields: SinkField[] = [];
  for (const field of node.fields) {
    const key = `.${field.name}`;
    const tag = tagRuleOf(compiler, field);
    const cover = compiler.tagsCover ? tag : null;
    const compiled = compilePlace(compiler, field.node, descend(inside, key), appendStep(path, key), cover, tag);
    rewrite.fields.push(compiled.rewrite);
    if (compiled.sink) sinkFields.push({ source: field, sink: compiled.sink, treatment: compiled.treatment });
  }
  sink.fields = sinkFields;
  return place;
}

function holdsSinglePlace(policy: Policy, path: string): boolean {
  return singlePlaces(policy).some(
    (place) => path === '' || place.startsWith(`${path}.`) || place.startsWith(`${path}<`),
  );
}

function compileArray(
  compiler: Compiler,
  node: ArrayNode,
  positions: readonly RuleTree[],
  path: string,
  tagged: Rule | null,
): Place {
  const items = compilePlace(compiler, node.items, descend(positions, '[]'), `${path}[]`, null, tagged);
  if (items.sink === null) return withoutContent(compiler, node, path, items.rewrite);
  const rewrite: RewriteNode = { op: 'array', path, node, items: items.rewrite };
  return { rewrite, sink: { kind: 'array', items: items.sink, json: node.json }, treatment: items.treatment };
}

function compileMap(
  compiler: Compiler,
  node: MapNode,
  positions: readonly RuleTree[],
  path: string,
  tagged: Rule | null,
): Place {
  const keyNode: SchemaNode = { kind: 'string', logicalType: null, json: 'string' };
  const key = compilePlace(compiler, keyNode, descend(positions, '{key}'), `${path}{key}`, null, tagged);
  const values = compilePlace(compiler, node.values, descend(positions, '{value}'), `${path}{value}`, null, tagged);
  if (key.sink === null) return withoutContent(compiler, node, path, key.rewrite);
  if (values.sink === null) return withoutContent(compiler, node, path, values.rewrite);
  const keyAction = key.rewrite.op === 'leaf' ? compiler.leaves[key.rewrite.leaf]?.action : undefined;
  if (
    key.rewrite.op !== 'leaf' ||
    key.sink.kind !== 'primitive' ||
    key.sink.type !== 'string' ||
    keyAction === 'detect'
  ) {
    compiler.faults.push(
      `${compiler.policy.file}: ${path}{key}: a map key is kept by shape, redacted or tokenized as a string`,
    );
    return { rewrite: { op: 'refuse', path, node }, sink: null, treatment: null };
  }
  const rewrite: RewriteNode = { op: 'map', path, node, keyLeaf: key.rewrite.leaf, values: values.rewrite };
  compiler.leaves[key.rewrite.leaf] = { ...(compiler.leaves[key.rewrite.leaf] as Leaf), mapKey: true };
  return {
    rewrite,
    sink: { kind: 'map', values: values.sink, keyClass: key.sink.leafClass, json: node.json },
    treatment: values.treatment,
  };
}

function compileUnion(
  compiler: Compiler,
  node: UnionNode,
  positions: readonly RuleTree[],
  path: string,
  tagRule: Rule | null,
  tagged: Rule | null,
): Place {
  const several = node.branches.filter((branch) => branch.kind !== 'null').length > 1;
  const places = node.branches.map((branch) => {
    if (branch.kind === 'null')
      return { rewrite: { op: 'copy', path, node: branch }, sink: SINK_NULL, treatment: null } satisfies Place;
    const step = `<${branchName(branch)}>`;
    return compilePlace(
      compiler,
      branch,
      [...descend(positions, step), ...positions],
      several ? path + step : path,
      tagRule,
      tagged,
    );
  });
  return joinBranches(compiler, node, places, path);
}

/** An array or map whose content does not reach the sink does not reach it either. */
function withoutContent(compiler: Compiler, node: SchemaNode, path: string, content: RewriteNode): Place {
  if (content.op === 'drop' && !content.counted) {
    compiler.faults.push(`${compiler.policy.file}: ${content.path}: drop the whole ${node.kind} at ${path}`);
  }
  const rewrite: RewriteNode =
    content.op === 'drop'
      ? { op: 'drop', path, node, counted: content.counted }
      : { op: 'refuse', path: content.path, node };
  return { rewrite, sink: null, treatment: null };
}

/** Of several tags of a field the one that leaves the least: their order in the schema is no decision of the policy. */
function tagRuleOf(compiler: Compiler, field: FieldNode): Rule | null {
  const tags = field.json['confluent:tags'];
  if (!Array.isArray(tags)) return null;
  const rules = tags.flatMap((tag) => compiler.policy.tags.get(String(tag)) ?? []);
  return rules.reduce<Rule | null>((best, rule) => (best && !isStronger(rule, best) ? best : rule), null);
}

function isStronger({ treatment }: Rule, than: Rule): boolean {
  return STRENGTH[treatment.kind] > STRENGTH[than.treatment.kind];
}

function isTyped(compiler: Compiler, node: SchemaNode): boolean {
  if (node.kind === 'union') return node.branches.some((branch) => isTyped(compiler, branch));
  return node.kind === 'record' && compiler.types.has(node.name);
}

function hasRules(tree: RuleTree): boolean {
  return tree.rule !== null || tree.children.size > 0;
}

function idOf(compiler: Compiler, node: SchemaNode): number {
  let id = compiler.nodeIds.get(node);
  if (id === undefined) {
    id = compiler.nodeIds.size;
    compiler.nodeIds.set(node, id);
  }
  return id;
}
