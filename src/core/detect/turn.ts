import type { TextView } from '../text/text-view.ts';
import type { Tokens } from '../text/tokens.ts';
import type { CompiledRecognizers } from './compile-recognizers.ts';
import { beginCues, type Cues, noteCue, passCovered } from './cues.ts';
import { readRoles } from './find-at-words.ts';
import { type Findings, FREE } from './findings.ts';
import { buildPhraseIndex, findPhrase, type PhraseMatch } from './phrase-index.ts';
import { ASKED_NAME, ASKED_NOTHING, ASKED_SOMEBODY, QUESTION_WORDS, REQUEST_WORDS } from './questions.ts';
import type { SplitValue } from './split-values.ts';
import { buildWordIndex, findWord } from './word-index.ts';

/**
 * What one message tells about the next of its conversation. Small and frozen; of the text it holds no more than the
 * digits of a value that the next message may complete.
 */
export interface Turn {
  /** Kind of question in its last sentence that asks (`ASKED_*`). */
  readonly asked: number;
  /** Recognizers whose cue stands near its end without a value: numbers, then codes. */
  readonly pending: readonly number[];
  readonly part: SplitValue | null;
  /** Messages without content that it was carried over ("ok", "só um minuto"). */
  readonly age: number;
}

/** How near the end of a message a cue must stand to announce what the next begins with. */
const CUE_TAIL = 60;
const QUESTION_TAIL = 200;
/** A message so short, without digits and cues, is no answer yet. */
const LONGEST_FILLER = 40;
const MOST_FILLERS = 2;
const NO_PLACES: readonly number[] = Object.freeze([]);
const QUESTION_MARK = 0x3f;
const COLON = 0x3a;
const FULL_STOP = 0x2e;
const EXCLAMATION = 0x21;
const LINE_BREAK = 0x0a;

const PHRASES = buildPhraseIndex([...QUESTION_WORDS.keys()].filter((word) => word.includes(' ')));
const WORDS = buildWordIndex([
  ...new Set([
    ...[...QUESTION_WORDS.keys()].flatMap((word) => [word.split(' ')[0]!]),
    ...[...QUESTION_WORDS.keys()].filter((word) => !word.includes(' ')),
    ...REQUEST_WORDS,
  ]),
]);
const match: PhraseMatch = { place: -1, lastToken: -1 };

/** The turn of a text whose search has ended; null when it tells nothing. `previous` is that of the message before. */
export function turnOf(
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  roles: Int16Array,
  findings: Findings,
  cues: Cues,
  part: SplitValue | null,
  previous: Turn | null,
): Turn | null {
  const pending = part ? NO_PLACES : pendingCues(compiled, view, tokens, roles, findings, cues);
  const asked = askedBy(view, tokens);
  if (asked === ASKED_NOTHING && pending.length === 0 && part === null) {
    const isFiller = view.length <= LONGEST_FILLER && tokens.digitCount === 0 && findings.coveredEnd === 0;
    if (!isFiller || previous === null || previous.age >= MOST_FILLERS) return null;
    return Object.freeze({ ...previous, age: previous.age + 1 });
  }
  return Object.freeze({ asked, pending, part, age: 0 });
}

/** Places of the recognizers that a cue near the end announced and no value answered. */
function pendingCues(
  compiled: CompiledRecognizers,
  view: TextView,
  tokens: Tokens,
  roles: Int16Array,
  findings: Findings,
  cues: Cues,
): readonly number[] {
  const from = Math.max(0, view.length - CUE_TAIL);
  let first = tokens.count;
  while (first > 0 && tokens.starts[first - 1]! >= from) first--;
  readRoles(compiled, view, tokens, first, roles);
  beginCues(cues, from, NO_PLACES);
  for (let token = first; token < tokens.count; token++) {
    const start = tokens.starts[token]!;
    passCovered(cues, findings, start);
    const role = tokens.isNumber[token] === 1 || findings.cover[start] !== FREE ? -1 : roles[token]!;
    if (role >= 0) noteCue(cues, compiled.wordRoles[role]!, tokens.ends[token]!);
  }
  passCovered(cues, findings, view.length);
  if (cues.latestCue < 0) return NO_PLACES;
  const places: number[] = [];
  for (let place = 0; place < cues.lastCues.length; place++) if (cues.lastCues[place]! >= 0) places.push(place);
  return Object.freeze(places);
}

/** What the last sentence that asks for something asks for: a name before all else, or what stands last. */
function askedBy(view: TextView, tokens: Tokens): number {
  const from = Math.max(0, view.length - QUESTION_TAIL);
  let asked = ASKED_NOTHING;
  let found = ASKED_NOTHING;
  let requests = false;
  let token = tokens.count;
  while (token > 0 && tokens.starts[token - 1]! >= from) token--;
  for (; token < tokens.count; token++) {
    if (tokens.isNumber[token] === 0) {
      const word = findWord(WORDS, view, tokens.starts[token]!, tokens.ends[token]!, tokens.hashes[token]!);
      if (word >= 0) {
        const isPhrase = findPhrase(PHRASES, view, tokens, token, match);
        const text = isPhrase ? PHRASES.phrases[match.place]! : WORDS.words[word]!;
        const kind = QUESTION_WORDS.get(text) ?? ASKED_NOTHING;
        if (isStronger(kind, found)) found = kind;
        requests ||= REQUEST_WORDS.has(WORDS.words[word]!);
        if (isPhrase) token = match.lastToken;
      }
    }
    const end = sentenceEnd(view, tokens, token);
    if (end === 0) continue;
    if (found !== ASKED_NOTHING && (requests || end === QUESTION_MARK || end === COLON))
      asked = found === ASKED_SOMEBODY ? ASKED_NAME : found;
    found = ASKED_NOTHING;
    requests = false;
  }
  return asked;
}

function isStronger(kind: number, found: number): boolean {
  if (kind === ASKED_NOTHING || found === ASKED_NAME) return false;
  return kind !== ASKED_SOMEBODY || found === ASKED_NOTHING;
}

/** The mark that ends a sentence after this token, a line break at the end of the text, 0 when it goes on. */
function sentenceEnd(view: TextView, tokens: Tokens, token: number): number {
  const isLast = token + 1 >= tokens.count;
  const to = isLast ? view.length : tokens.starts[token + 1]!;
  for (let at = tokens.ends[token]!; at < to; at++) {
    const code = view.codes[at]!;
    if (code === QUESTION_MARK || code === EXCLAMATION || code === LINE_BREAK) return code;
    if (code === FULL_STOP && (isLast || view.codes[at + 1]! <= 0x20)) return code;
    if (code === COLON && isLast) return code;
  }
  return isLast ? LINE_BREAK : 0;
}
