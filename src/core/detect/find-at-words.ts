import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import type { CompiledRecognizers } from './compile-recognizers.ts';
import { addCovered, type Findings, FREE } from './findings.ts';
import { findPhrase, type PhraseMatch } from './phrase-index.ts';
import type { FoundRange, WordRecognizer } from './recognizer.ts';
import { findWord } from './word-index.ts';
import { DIGITLESS_WORD, filterSlot, SOME_WORD } from './word-roles.ts';

const NO_ROLE = -1;
const MOST_PHRASE_WORDS = 4;
const NOBODY: readonly WordRecognizer[] = [];
const range: FoundRange = { start: 0, end: 0 };
const match: PhraseMatch = { place: -1, lastToken: -1 };

/**
 * Looks the words up and lets the recognizers of words and phrases find values around them. Where the text has digits it
 * also writes to `roles` which words are cues (see `readRoles`).
 */
export function findAtWords(
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  roles: Int16Array,
  findings: Findings,
): void {
  if (tokens.numberCount > 0) walkWords(compiled, view, tokens, 0, roles, findings);
  else findWithoutDigits(compiled, view, tokens, findings);
}

/**
 * Writes to `roles` which entry of the word index each token from `first` on is a cue by, or -1. A phrase counts at its
 * last word; the words in it are then no cues of their own.
 */
export function readRoles(
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  first: number,
  roles: Int16Array,
): void {
  walkWords(compiled, view, tokens, Math.max(0, first - MOST_PHRASE_WORDS), roles, null);
}

function walkWords(
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  first: number,
  roles: Int16Array,
  findings: Findings | null,
): void {
  const { words, wordFilter, wordRoles, phrases } = compiled;
  /** Tokens before it belong to a phrase. */
  let phraseEnd = 0;
  for (let token = first; token < tokens.count; token++) {
    const hash = tokens.hashes[token]!;
    if (token >= phraseEnd) roles[token] = NO_ROLE;
    if ((wordFilter[filterSlot(hash)]! & SOME_WORD) === 0 || tokens.isNumber[token] === 1) continue;
    const start = tokens.starts[token]!;
    const end = tokens.ends[token]!;
    const role = findWord(words, view, start, end, hash);
    if (role < 0) continue;
    if (token >= phraseEnd) roles[token] = role;
    const { beginsPhrase, recognizers } = wordRoles[role]!;
    if (findings && recognizers.length > 0) findAround(recognizers, view, findings, start, end);
    if (!beginsPhrase || !findPhrase(phrases, view, tokens, token, match)) continue;
    const phrase = words.words.length + match.place;
    const { cueFor, recognizers: ofPhrase } = wordRoles[phrase]!;
    if (findings && ofPhrase.length > 0) findAround(ofPhrase, view, findings, start, tokens.ends[match.lastToken]!);
    if (token < phraseEnd || cueFor.length === 0) continue;
    roles.fill(NO_ROLE, token, match.lastToken);
    roles[match.lastToken] = phrase;
    phraseEnd = match.lastToken + 1;
  }
}

/** The same without cues, which only numbers need, and without who wants digits. */
function findWithoutDigits(compiled: CompiledRecognizers, view: TextView, tokens: Tokens, findings: Findings): void {
  const { words, wordFilter, wordRoles, phrases } = compiled;
  const { hashes, count } = tokens;
  for (let token = 0; token < count; token++) {
    const hash = hashes[token]!;
    if ((wordFilter[filterSlot(hash)]! & DIGITLESS_WORD) === 0) continue;
    const start = tokens.starts[token]!;
    const end = tokens.ends[token]!;
    const role = findWord(words, view, start, end, hash);
    if (role < 0) continue;
    const { beginsPhrase, digitless } = wordRoles[role]!;
    if (digitless.length > 0) findAround(digitless, view, findings, start, end);
    if (!beginsPhrase || !findPhrase(phrases, view, tokens, token, match)) continue;
    const ofPhrase = wordRoles[words.words.length + match.place]?.digitless ?? NOBODY;
    if (ofPhrase.length > 0) findAround(ofPhrase, view, findings, start, tokens.ends[match.lastToken]!);
  }
}

function findAround(
  recognizers: readonly WordRecognizer[],
  view: TextView,
  findings: Findings,
  start: number,
  end: number,
): void {
  for (const recognizer of recognizers) {
    if (findings.cover[start] !== FREE || !recognizer.find(view, start, end, range)) continue;
    addCovered(findings, range.start, range.end, recognizer.entity, -1);
  }
}
