import type { RE2JS } from 're2js';
import type { EntityType } from '../entity.ts';
import type { TextView } from '../text/text-view.ts';
import type { CodeWindow } from './code-window.ts';
import type { NumberWindow } from './number-window.ts';

/**
 * How sure a recognizer is of a range of digits; decides between ranges that overlap, never between redacting or not.
 * certain: check digit and cue, or check digit and written form. checked: check digit, or a form that nothing else has.
 * cued: announced by a word, length fits, the check digit may fail (people mistype). evident: looks like it, and stays so
 * beside a unit ("11987654321 mg"). shaped: looks like it, unless it is a quantity.
 */
export const NONE = 0;
export const SHAPED = 2;
export const EVIDENT = 3;
export const CUED = 4;
export const CHECKED = 5;
export const CERTAIN = 6;
/** Letters and digits as a policy declares them: nothing built in says more of them. */
export const OWN = 7;

/** How far before a value its cue may stand, in characters. */
export const CUE_REACH = 40;
/** Cue distance of a value without a cue. */
export const NO_CUE = CUE_REACH + 1;

interface RecognizerBase {
  /** Pack and file: `br/cpf`. */
  readonly name: string;
  readonly entity: EntityType;
  /** Declared by a policy: it wins over the built-in ones where they say no more. */
  readonly own?: true;
  /** Texts that run as tests: `match` marks each expected span as «…», `reject` has no span of this recognizer. */
  readonly examples: { readonly match: readonly string[]; readonly reject: readonly string[] };
}

/** Finds values made of digits and separators. */
export interface NumberRecognizer extends RecognizerBase {
  readonly kind: 'number';
  /** Numbers of digits that such a value can have (at most 22). */
  readonly digits: readonly number[];
  /** Folded words that announce it, also phrases of up to four with single blanks ("medical record"). */
  readonly cues: readonly string[];
  /** Without a cue its rate is NONE, so that it is asked after one only. */
  readonly needsCue?: true;
  /** Strength for this window, or NONE; `cueDistance` is NO_CUE when none of the cues stands before it. */
  readonly rate: (window: NumberWindow, cueDistance: number) => number;
}

/** A range in folded offsets that a recognizer fills in. */
export interface FoundRange {
  start: number;
  end: number;
}

/** Finds values around a punctuation mark: '@', ':', '.', '[' or '/'. */
export interface MarkRecognizer extends RecognizerBase {
  readonly kind: 'mark';
  readonly marks: string;
  /** What it finds is out of sight for all others at once, as it will be after redaction. */
  readonly hides?: true;
  /** The type that Sigilo's own placeholder names, which is out of sight but no finding; null for any other value. */
  readonly ownEntity?: (view: TextView, range: FoundRange) => EntityType | null;
  /** True when a value lies around `at`; it may not begin before `floor`. Work must be bounded by the range looked at. */
  readonly find: (view: TextView, at: number, floor: number, found: FoundRange) => boolean;
}

/** Finds values around a word, for example a month. */
export interface WordRecognizer extends RecognizerBase {
  readonly kind: 'word';
  /** Its values have digits: it is not asked about a text without any. */
  readonly needsDigits?: true;
  /** Folded words, and phrases of up to four, that it wants to see. */
  readonly words: readonly string[];
  /** True when the word or phrase from `start` to `end` is part of a value. */
  readonly find: (view: TextView, start: number, end: number, found: FoundRange) => boolean;
}

/** Finds codes of letters and digits mixed, at least one of each. */
export interface CodeRecognizer extends RecognizerBase {
  readonly kind: 'code';
  /** Numbers of letters and digits together (at most 40). */
  readonly lengths: readonly number[];
  /** Folded words that announce it, phrases of up to four with single blanks; empty when its form is enough. */
  readonly cues: readonly string[];
  /** Without a cue its rate is NONE, so that it is asked after one only. */
  readonly needsCue?: true;
  /** Is also asked about groups that single blanks part ("1EG4 TE5 MK73"). */
  readonly blanks?: true;
  /** Strength for this code, or NONE; `cueDistance` is NO_CUE when none of the cues stands before it. */
  readonly rate: (code: CodeWindow, cueDistance: number) => number;
}

/** Takes digits that no other recognizer explains. */
export interface RemainderRecognizer extends RecognizerBase {
  readonly kind: 'remainder';
}

/** Finds what a pattern of a policy matches in the folded text. */
export interface PatternRecognizer extends RecognizerBase {
  readonly kind: 'pattern';
  readonly pattern: RE2JS;
  /** Folded words of which one must stand before it; empty when the pattern is enough. */
  readonly cues: readonly string[];
  /** Check of the digits of a match without a cue; null when there is none. */
  readonly accepts: ((text: string) => boolean) | null;
}

export type Recognizer =
  | NumberRecognizer
  | MarkRecognizer
  | WordRecognizer
  | CodeRecognizer
  | PatternRecognizer
  | RemainderRecognizer;
