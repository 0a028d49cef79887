/**
 * Photo, film or voice written into the text itself.
 * Shape: data:image/jpeg;base64, and what follows; image, audio and video only.
 * Source: RFC 2397; 45 CFR 164.514(b)(2)(i)(P) and (Q): voice prints, photographs of a face and comparable images.
 */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, MarkRecognizer } from '../recognizer.ts';

const SCHEME = 'data';
const KINDS_OF_RECORDING = ['image/', 'audio/', 'video/'];
const MARKS = new Set([...'/+=;,-._%'].map((mark) => mark.charCodeAt(0)));

function find(view: TextView, at: number, floor: number, found: FoundRange): boolean {
  const start = at - SCHEME.length;
  if (start < floor || !standsAt(view, start, SCHEME)) return false;
  if (!KINDS_OF_RECORDING.some((kind) => standsAt(view, at + 1, kind))) return false;
  let end = at + 1;
  while (end < view.length && isDataCode(view.codes[end]!)) end++;
  found.start = start;
  found.end = end;
  return true;
}

function standsAt(view: TextView, from: number, text: string): boolean {
  for (let index = 0; index < text.length; index++)
    if (view.codes[from + index] !== text.charCodeAt(index)) return false;
  return true;
}

function isDataCode(code: number): boolean {
  return KINDS[code] === KIND_LETTER || KINDS[code] === KIND_DIGIT || MARKS.has(code);
}

export const embeddedRecording: MarkRecognizer = {
  kind: 'mark',
  name: 'generic/embedded-recording',
  entity: 'BIOMETRIC',
  marks: ':',
  find,
  examples: {
    match: [
      'minha foto «data:image/jpeg;base64,/9j/4AAQSkZJRgABAQ==» viu?',
      '«data:audio/ogg;base64,T2dnUwACAAAAAAAA»',
      'selfie: «data:image/png;base64,iVBORw0KGgo=»',
      'sent you «DATA:IMAGE/GIF;BASE64,R0lGODlhAQABAAAAACw=» yesterday',
      'mi voz «data:audio/webm,GkXfo59ChoEBQveBAULygQ»',
    ],
    reject: [
      'data: 12 comprimidos',
      'data:text/plain,hello',
      'a data: imagem do exame',
      'data:image',
      'metadata: image/png',
    ],
  },
};
