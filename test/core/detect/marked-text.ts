import type { Span } from '../../../src/core/detect/detector.ts';

/** A text written as `meu CPF é «529.982.247-25»`, and the ranges that the marks enclose (outermost only). */
export function readMarkedText(marked: string): { text: string; ranges: { start: number; end: number }[] } {
  const ranges: { start: number; end: number }[] = [];
  let text = '';
  let start = 0;
  for (const character of marked) {
    if (character === '«') start = text.length;
    else if (character === '»') ranges.push({ start, end: text.length });
    else text += character;
  }
  return { text, ranges };
}

/** The text with each span replaced by its placeholder. */
export function redact(text: string, spans: readonly Span[]): string {
  let output = '';
  let from = 0;
  for (const span of spans) {
    output += `${text.slice(from, span.start)}[${span.entity}]`;
    from = span.end;
  }
  return output + text.slice(from);
}
