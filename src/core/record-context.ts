import type { Buffer } from 'node:buffer';
import { SLOT_WIDTH } from './avro/rewriter.ts';
import { COUNT_LEAF } from './avro/walk.ts';
import type { CoreState } from './core-state.ts';
import { isOtherTag } from './detect/language.ts';
import type { EntityType } from './entity.ts';
import { setOldestYear } from './great-age.ts';
import type { EdgeTreatment } from './policy/edge-rules.ts';
import type { Leaf, Plan, RecordRules } from './policy/plan.ts';
import { readLeaf } from './read-leaf.ts';
import type { SourceRecord } from './record.ts';
import { beginConversation } from './record-conversation.ts';
import { RecordFault } from './record-fault.ts';
import { canonicalize } from './treat/canonical.ts';
import { domainOf } from './write-leaf.ts';

/** People and numbers of one record; a household has a dozen. Each is searched for in every text of the record. */
const MAXIMUM_KNOWN = 1_000;

/**
 * Reads what the treatments of this record depend on: tenant, conversation, and the values to be found again in text.
 * Throws RecordFault `unexpected_shape` without a tenant or with one that is not listed.
 */
export function readContext(
  plan: Plan,
  value: Buffer,
  record: SourceRecord,
  keyText: string | null,
  coordinates: string,
  state: CoreState,
): void {
  const { rules } = plan;
  state.known.length = 0;
  readTexts(plan, value, state);
  const tenant = rules.tenant ?? textOfLeaf(state, plan.tenantLeaf, true);
  if (tenant === '' || (rules.tenants !== null && !rules.tenants.has(tenant)))
    throw new RecordFault('unexpected_shape', plan.leaves[plan.tenantLeaf]?.path ?? 'tenant');
  state.tenant = tenant;
  // Without a conversation nobody's name may join with another record's.
  const conversation = textOfLeaf(state, plan.conversationLeaf, false);
  beginConversation(state, conversation);
  state.peopleDomain = conversation === '' ? `record/${coordinates}` : `conversation/${conversation}`;
  setOldestYear(state, rules.hidesGreatAge, record.timestamp);
  readLanguage(plan, state);
  rememberLeaves(plan, state);
  if (keyText !== null && rules.key.as === 'utf8') addKnownEdge(state, rules.key.treatment, keyText);
}

/** The context of a tombstone, which has no fields. */
export function readTombstoneContext(
  rules: RecordRules,
  record: SourceRecord,
  coordinates: string,
  state: CoreState,
): void {
  state.known.length = 0;
  state.tenant = rules.tenant ?? '';
  beginConversation(state, '');
  state.peopleDomain = `record/${coordinates}`;
  setOldestYear(state, rules.hidesGreatAge, record.timestamp);
}

/** Reads the walked leaves whose content is needed before anything is written; throws RecordFault `limit_exceeded` on long texts. */
export function readTexts(plan: Plan, bytes: Buffer, state: CoreState): void {
  const { slots, slotCount } = state.walk;
  const { texts } = state;
  for (let slot = 0; slot < slotCount; slot++) {
    texts[slot] = null;
    const at = slot * SLOT_WIDTH;
    const index = slots[at] as number;
    if (index === COUNT_LEAF) continue;
    const leaf = plan.leaves[index] as Leaf;
    if (leaf.isText && (slots[at + 2] as number) - (slots[at + 1] as number) > state.limits.textBytes)
      throw new RecordFault('limit_exceeded', leaf.path);
    if (!leaf.identity && !isSinglePlace(plan, index)) continue;
    texts[slot] = readLeaf(leaf, bytes, slots[at + 1] as number, slots[at + 2] as number);
  }
}

/** Adds the identities among the leaves that `readTexts` read to the known values. */
export function rememberLeaves(plan: Plan, state: CoreState): void {
  const { slots, slotCount } = state.walk;
  for (let slot = 0; slot < slotCount; slot++) {
    const text = state.texts[slot] as string | null;
    if (text === null) continue;
    const leaf = plan.leaves[slots[slot * SLOT_WIDTH] as number] as Leaf;
    if (!leaf.identity) continue;
    const domain = leaf.action.startsWith('token') ? domainOf(state, leaf) : null;
    addKnown(state, leaf.path, leaf.entity as EntityType, leaf.carrier, text, domain);
  }
}

/** Whether tenant, conversation or language stands in this leaf. */
function isSinglePlace({ tenantLeaf, conversationLeaf, languageLeaf }: Plan, leaf: number): boolean {
  return leaf === tenantLeaf || leaf === conversationLeaf || leaf === languageLeaf;
}

/** Chooses the detector of the policy, and notes what the record says of the language of its texts. */
function readLanguage({ detection, languageLeaf }: Plan, state: CoreState): void {
  const { language } = detection;
  const tag = language !== null && 'const' in language ? language.const : textOfLeaf(state, languageLeaf, false);
  state.isOtherLanguage = isOtherTag(tag);
  state.otherLanguage = detection.otherLanguage;
  state.detector = state.detectorOf(detection);
  if (state.key !== null) state.key.detector = state.detector;
}

/** The text of a leaf that occurs once (several branches of a union may be it), or nothing: of the first, or of the first that is not empty. */
function textOfLeaf({ walk, texts }: CoreState, leaf: number, isFirst: boolean): string {
  if (leaf < 0) return '';
  for (let slot = 0; slot < walk.slotCount; slot++) {
    const text = walk.slots[slot * SLOT_WIDTH] === leaf ? texts[slot] : null;
    if (text != null && (isFirst || text !== '')) return text;
  }
  return '';
}

function addKnown(
  state: CoreState,
  path: string,
  entity: EntityType,
  carrier: string,
  text: string,
  domain: string | null,
): void {
  // A number has lost its leading zeros: its canonical form is what people write.
  const value = carrier === 'int' || carrier === 'long' ? canonicalize(entity, text, state.region).value : text;
  if (state.known.length === MAXIMUM_KNOWN) throw new RecordFault('limit_exceeded', path);
  state.known.push({ entity, text: value, domain });
}

function addKnownEdge(state: CoreState, treatment: EdgeTreatment, text: string): void {
  if (treatment.kind !== 'tokenize' && treatment.kind !== 'redact') return;
  if (treatment.entity === 'OTHER_ID') return;
  addKnown(
    state,
    'key',
    treatment.entity,
    'string',
    text,
    treatment.kind === 'tokenize' ? domainOf(state, treatment) : null,
  );
}
