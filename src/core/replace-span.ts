import { type CoreState, countFinding } from './core-state.ts';
import type { Span } from './detect/detector.ts';
import type { EntityType, KnownValue } from './entity.ts';
import type { Leaf } from './policy/plan.ts';
import type { TextAction } from './policy/treatment.ts';
import { knownOf } from './record-conversation.ts';
import { dateOrder } from './treat/date-text.ts';
import { generalizeDateText } from './treat/generalize.ts';
import { placeholder } from './treat/redact.ts';

/** What is written in place of a finding in a text. */
export function replaceSpan(state: CoreState, leaf: Leaf, text: string, span: Span): string {
  const known = knownOf(state, span.known);
  const entity = known?.entity ?? span.entity;
  const action = leaf.textActions?.[entity] ?? leaf.textActions?.['*'] ?? 'redact';
  const value = text.slice(span.start, span.end);
  if (typeof action === 'object') return generalized(state, entity, value, action);
  if (action === 'redact' || !isTokenizable(entity)) {
    countFinding(state.counts, entity, 'redact');
    return placeholder(entity);
  }
  countFinding(state.counts, entity, 'tokenize');
  return textToken(state, entity, value, known);
}

/** Only a value that the record itself or its conversation holds in a field gets the field's token: a stranger's typing must not reveal how a CPF joins. */
function textToken(state: CoreState, entity: EntityType, value: string, known: KnownValue | null): string {
  const { tokenizer, tenant } = state;
  if (known?.domain != null) return tokenizer.text('field', tenant, known.domain, entity, known.text);
  return tokenizer.text('text', tenant, entity === 'PERSON' ? state.peopleDomain : entity, entity, value);
}

function generalized(state: CoreState, entity: EntityType, value: string, action: Exclude<TextAction, string>): string {
  const coarse = entity === 'DATE' ? generalizeDateText(value, action.generalize, dateOrder(state.region)) : null;
  countFinding(state.counts, entity, coarse === null ? 'redact' : 'generalize');
  return coarse ?? placeholder(entity);
}

function isTokenizable(entity: EntityType): boolean {
  return entity !== 'DATE' && entity !== 'AGE' && entity !== 'LOCATION';
}
