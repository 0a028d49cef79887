import { Buffer } from 'node:buffer';
import { writeVarint } from './avro/rewriter.ts';
import { type CoreState, countFinding } from './core-state.ts';
import type { Span } from './detect/detector.ts';
import type { EntityType, KnownValue } from './entity.ts';
import type { Leaf } from './policy/plan.ts';
import type { TextAction } from './policy/treatment.ts';
import { noteText, withoutRecalled } from './record-conversation.ts';
import { RecordFault } from './record-fault.ts';
import { markEmitted, reserve, writeBytes, writeNumber } from './sink-bytes.ts';
import { dateOrder } from './treat/date-text.ts';
import { generalizeDateText } from './treat/generalize.ts';
import { placeholder } from './treat/redact.ts';

const NO_SPANS: readonly Span[] = [];

/** Finds protected values in a free text and writes the text with each of them replaced. */
export function writeText(state: CoreState, leaf: Leaf, text: string, input: Buffer, start: number, end: number): void {
  const { sink } = state;
  const spans = text === '' ? NO_SPANS : findSpans(state, leaf, text);
  if (text !== '') noteText(state, text, spans);
  if (spans.length === 0) {
    writeNumber(sink, end - start);
    writeBytes(sink, input, start, end);
    return;
  }
  const pieces: string[] = [];
  let size = 0;
  let from = 0;
  for (const span of spans) {
    const before = text.slice(from, span.start);
    const replacement = replaceSpan(state, leaf, text, span);
    pieces.push(before, replacement);
    size += Buffer.byteLength(before) + replacement.length;
    from = span.end;
  }
  const rest = text.slice(from);
  size += Buffer.byteLength(rest);
  reserve(sink, size + 10);
  const { bytes } = sink;
  let at = writeVarint(bytes, sink.length, size);
  for (let index = 0; index < pieces.length; index += 2) {
    at += bytes.write(pieces[index] as string, at, 'utf8');
    const replacedAt = at;
    at += bytes.write(pieces[index + 1] as string, at, 'latin1');
    markEmitted(sink, replacedAt, at);
  }
  sink.length = at + bytes.write(rest, at, 'utf8');
}

function findSpans(state: CoreState, leaf: Leaf, text: string): readonly Span[] {
  try {
    return state.detector.find(text, state.known, state.conversation.previous);
  } catch {
    // What is remembered may only add findings, never stop a record.
    if (withoutRecalled(state)) return findSpans(state, leaf, text);
    throw new RecordFault('detector_failed', leaf.path);
  }
}

function replaceSpan(state: CoreState, leaf: Leaf, text: string, span: Span): string {
  const known = span.known >= 0 ? (state.known[span.known] ?? null) : null;
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
