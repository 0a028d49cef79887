import { Buffer } from 'node:buffer';
import { writeVarint } from './avro/rewriter.ts';
import { type CoreState, countFinding } from './core-state.ts';
import type { Range, Span } from './detect/detector.ts';
import type { Leaf } from './policy/plan.ts';
import { recallInText } from './record-conversation.ts';
import { RecordFault } from './record-fault.ts';
import { replaceSpan } from './replace-span.ts';
import { markEmitted, reserve, writeBytes, writeNumber } from './sink-bytes.ts';
import { placeholder } from './treat/redact.ts';

const NO_SPANS: readonly Span[] = [];
/** What stands for a whole text in a language that the detector was not made for. */
const OTHER_LANGUAGE = placeholder('OTHER_ID');

/** Finds protected values in a free text and writes the text with each of them replaced. */
export function writeText(state: CoreState, leaf: Leaf, text: string, input: Buffer, start: number, end: number): void {
  const { sink } = state;
  const spans = text === '' ? NO_SPANS : findSpans(state, leaf, text);
  // What the record says of its language decides; where it says nothing, the text itself.
  if (text !== '' && (state.isOtherLanguage ?? state.detector.wasOtherLanguage())) {
    state.counts.otherLanguage += 1;
    if (state.otherLanguage === 'redact') {
      countFinding(state.counts, 'OTHER_ID', 'redact');
      writePieces(state, ['', OTHER_LANGUAGE, '']);
      return;
    }
  }
  const allowed = text === '' ? NO_SPANS : state.detector.allowed();
  if (spans.length === 0 && allowed.length === 0) {
    writeNumber(sink, end - start);
    writeBytes(sink, input, start, end);
    return;
  }
  const pieces: string[] = [];
  let from = 0;
  let nextAllowed = 0;
  for (let next = 0; next < spans.length || nextAllowed < allowed.length; ) {
    const span = spans[next] as Span;
    const kept = allowed[nextAllowed] as Range;
    const isKept = next === spans.length || (nextAllowed < allowed.length && kept.start < span.start);
    const range = isKept ? kept : span;
    pieces.push(text.slice(from, range.start));
    pieces.push(isKept ? text.slice(kept.start, kept.end) : replaceSpan(state, leaf, text, span));
    from = range.end;
    if (isKept) nextAllowed += 1;
    else next += 1;
  }
  pieces.push(text.slice(from));
  writePieces(state, pieces);
}

/** Writes text and what stands in it by our own or the policy's doing, in turn, the latter marked for the guard. */
function writePieces({ sink }: CoreState, pieces: readonly string[]): void {
  let size = 0;
  for (const piece of pieces) size += Buffer.byteLength(piece);
  reserve(sink, size + 10);
  const { bytes } = sink;
  let at = writeVarint(bytes, sink.length, size);
  for (const [index, piece] of pieces.entries()) {
    const from = at;
    at += bytes.write(piece, at, 'utf8');
    if (index % 2 === 1) markEmitted(sink, from, at);
  }
  sink.length = at;
}

function findSpans(state: CoreState, leaf: Leaf, text: string): readonly Span[] {
  try {
    return recallInText(state, text, state.detector.find(text, state.known, state.conversation.previous));
  } catch {
    throw new RecordFault('detector_failed', leaf.path);
  }
}
