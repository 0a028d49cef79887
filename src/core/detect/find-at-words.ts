import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import type { CompiledRecognizers } from './compile-recognizers.ts';
import { addCovered, type Findings, FREE } from './findings.ts';
import { findPhrase, type PhraseMatch } from './phrase-index.ts';
import type { FoundRange } from './recognizer.ts';
import { findWord } from './word-index.ts';

const NO_ROLE = -1;
const range: FoundRange = { start: 0, end: 0 };
const match: PhraseMatch = { place: -1, lastToken: -1 };

/**
 * Looks every word up, lets the recognizers of words and phrases find values around them, and writes to `roles` which
 * entry of the word index each token is a cue by, or -1. A phrase counts at its last word; the words in it are then no
 * cues of their own.
 */
export function findAtWords(
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  roles: Int16Array,
  findings: Findings,
): void {
  /** Tokens before it belong to a phrase. */
  let phraseEnd = 0;
  for (let token = 0; token < tokens.count; token++) {
    if (token >= phraseEnd) roles[token] = NO_ROLE;
    if (tokens.isNumber[token] === 1) continue;
    const start = tokens.starts[token]!;
    const end = tokens.ends[token]!;
    const role = findWord(compiled.words, view, start, end, tokens.hashes[token]!);
    if (role < 0) continue;
    if (token >= phraseEnd) roles[token] = role;
    const { beginsPhrase, recognizers } = compiled.wordRoles[role]!;
    if (recognizers.length > 0) findAround(compiled, view, findings, role, start, end);
    if (!beginsPhrase || !findPhrase(compiled.phrases, view, tokens, token, match)) continue;
    const phrase = compiled.words.words.length + match.place;
    const { cueFor } = compiled.wordRoles[phrase]!;
    findAround(compiled, view, findings, phrase, start, tokens.ends[match.lastToken]!);
    if (token < phraseEnd || cueFor.length === 0) continue;
    roles.fill(NO_ROLE, token, match.lastToken);
    roles[match.lastToken] = phrase;
    phraseEnd = match.lastToken + 1;
  }
}

function findAround(
  compiled: CompiledRecognizers,
  view: TextView,
  findings: Findings,
  role: number,
  start: number,
  end: number,
): void {
  for (const recognizer of compiled.wordRoles[role]!.recognizers) {
    if (findings.cover[start] !== FREE || !recognizer.find(view, start, end, range)) continue;
    addCovered(findings, range.start, range.end, recognizer.entity, -1);
  }
}
