import type { Buffer } from 'node:buffer';
import { SLOT_WIDTH } from './avro/rewriter.ts';
import { COUNT_LEAF } from './avro/walk.ts';
import type { CoreState } from './core-state.ts';
import type { EntityType } from './entity.ts';
import type { EdgeTreatment } from './policy/edge-rules.ts';
import type { Leaf, Plan } from './policy/plan.ts';
import { readLeaf } from './read-leaf.ts';
import { edgeDomain } from './record-edges.ts';
import { RecordFault } from './record-fault.ts';
import { canonicalize } from './treat/canonical.ts';
import { domainOf } from './write-leaf.ts';

/** People and numbers of one record; a household has a dozen. Each is searched for in every text of the record. */
const MAXIMUM_KNOWN = 1_000;

/** Reads what the treatments of this record depend on: tenant, conversation, and the values to be found again in text. */
export function readContext(
  plan: Plan,
  value: Buffer,
  keyText: string | null,
  coordinates: string,
  state: CoreState,
): void {
  const { slots, slotCount } = state.walk;
  const { texts, known } = state;
  let tenant = plan.rules.tenant;
  let conversation = '';
  known.length = 0;
  for (let slot = 0; slot < slotCount; slot++) {
    texts[slot] = null;
    const at = slot * SLOT_WIDTH;
    const index = slots[at] as number;
    if (index === COUNT_LEAF) continue;
    const leaf = plan.leaves[index] as Leaf;
    if (leaf.isText && (slots[at + 2] as number) - (slots[at + 1] as number) > state.limits.textBytes)
      throw new RecordFault('limit_exceeded', leaf.path);
    if (!leaf.identity && index !== plan.tenantLeaf && index !== plan.conversationLeaf) continue;
    const text = readLeaf(leaf, value, slots[at + 1] as number, slots[at + 2] as number);
    texts[slot] = text;
    if (index === plan.tenantLeaf) tenant ??= text;
    if (index === plan.conversationLeaf) conversation ||= text;
  }
  if (tenant === null || tenant === '')
    throw new RecordFault('unexpected_shape', plan.leaves[plan.tenantLeaf]?.path ?? 'tenant');
  state.tenant = tenant;
  // Without a conversation nobody's name may join with another record's.
  state.peopleDomain = conversation === '' ? `record/${coordinates}` : `conversation/${conversation}`;
  for (let slot = 0; slot < slotCount; slot++) {
    const text = texts[slot] as string | null;
    if (text === null) continue;
    const leaf = plan.leaves[slots[slot * SLOT_WIDTH] as number] as Leaf;
    if (leaf.identity)
      addKnown(
        state,
        leaf.path,
        leaf.entity as EntityType,
        leaf.carrier,
        text,
        leaf.action.startsWith('token') ? domainOf(state, leaf) : null,
      );
  }
  if (keyText !== null && plan.rules.key.as !== 'none') addKnownEdge(state, plan.rules.key.treatment, keyText);
  state.detector.begin(known);
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
    treatment.kind === 'tokenize' ? edgeDomain(state, treatment) : null,
  );
}
