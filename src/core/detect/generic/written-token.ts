/**
 * Text that looks like a placeholder or token of Sigilo itself, typed by a user or copied from a sanitized text.
 * Shape: [CPF] or [CPF~k3~MZXW6YTB4F2KQ7D3]; entity type, key version, base32. A token is taken as an identifier, so that
 * nobody can plant one that joins another person's history. A placeholder exactly as Sigilo writes it tells nothing and
 * stays, so that redacting twice changes nothing more; one in another spelling is taken too.
 * Source: this project, src/core/treat/token.ts and redact.ts.
 */
import { ENTITY_TYPES, type EntityType } from '../../entity.ts';
import { originalEnd, originalOffset, type TextView } from '../../text/text-view.ts';
import type { FoundRange, MarkRecognizer } from '../recognizer.ts';

const CLOSE = 0x5d;
const TILDE = 0x7e;
const LONGEST_PART = 40;
const PLACEHOLDERS = new Map<string, EntityType>(ENTITY_TYPES.map((entity) => [`[${entity}]`, entity]));
const NAMES = new Set<string>(ENTITY_TYPES.map((entity) => entity.toLowerCase()));

function find(view: TextView, at: number, _floor: number, found: FoundRange): boolean {
  const { codes } = view;
  const nameEnd = partEnd(codes, at + 1);
  if (nameEnd === at + 1) return false;
  let end = nameEnd;
  let parts = 1;
  while (codes[end] === TILDE && parts < 3) {
    const next = partEnd(codes, end + 1);
    if (next === end + 1) return false;
    end = next;
    parts++;
  }
  if (codes[end] !== CLOSE) return false;
  // With key version and digest it is a token whatever its type says.
  if (parts !== 3 && !(parts === 1 && NAMES.has(String.fromCharCode(...codes.subarray(at + 1, nameEnd))))) return false;
  found.start = at;
  found.end = end + 1;
  return true;
}

/** End of a part: folded letters, digits, underscore, hyphen, dot. */
function partEnd(codes: Uint16Array, from: number): number {
  let end = from;
  while (end - from < LONGEST_PART && isPartCode(codes[end]!)) end++;
  return end;
}

function isPartCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x5f || code === 0x2d || code === 0x2e
  );
}

function ownEntity(view: TextView, { start, end }: FoundRange): EntityType | null {
  return PLACEHOLDERS.get(view.raw.slice(originalOffset(view, start), originalEnd(view, end))) ?? null;
}

export const writtenToken: MarkRecognizer = {
  kind: 'mark',
  name: 'generic/written-token',
  entity: 'OTHER_ID',
  marks: '[',
  hides: true,
  find,
  ownEntity,
  examples: {
    match: [
      'o sistema mostrou «[cpf]» no lugar',
      '«[CPF~k3~MZXW6YTB4F2KQ7D3]»',
      'é o «[person~k1~abcdefghij234567]» de novo',
      '«[Other_ID]»',
      '[«[Phone]»]',
      '«[C\u200bPF]» [CPF]',
      '«［ＣＰＦ］» disfarçado',
    ],
    reject: [
      'o sistema mostrou [CPF] no lugar',
      '[OTHER_ID] [[PHONE]]',
      '[ok]',
      '[ ]',
      '[CPF',
      '[cpf~k1]',
      'lista[0]',
      '[12/03/2024]',
    ],
  },
};
