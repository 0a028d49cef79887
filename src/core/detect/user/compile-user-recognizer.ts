import { foldText } from '../../text/fold.ts';
import type { CodeWindow } from '../code-window.ts';
import { IRREGULAR, type NumberWindow } from '../number-window.ts';
import { CERTAIN, CHECKED, NO_CUE, NONE, OWN, type Recognizer } from '../recognizer.ts';
import { CHECKS } from './check-names.ts';
import { createPatternRecognizer } from './pattern-recognizer.ts';
import type { UserRecognizer } from './user-recognizer.ts';

/** Groups that a number of the house may be written in. */
const MOST_GROUPS = 6;

/** Makes a recognizer of what a policy declares; throws an Error with a sentence about the declaration. */
export function compileUserRecognizer(declared: UserRecognizer): Recognizer {
  const { form } = declared;
  if ('pattern' in form) return createPatternRecognizer(declared, form.pattern);
  const sizes = Array.from({ length: form.most - form.fewest + 1 }, (_, index) => form.fewest + index);
  const shared = {
    name: `policy/${declared.name}`,
    own: true as const,
    entity: declared.entity,
    cues: declared.cues.map(foldText),
    examples: declared.examples,
  };
  const prefix = foldText(form.prefix);
  if (prefix === '') {
    return { ...shared, kind: 'number', digits: sizes, rate: (window, cue) => rateNumber(declared, window, cue) };
  }
  const letters = Uint16Array.from(prefix, (letter) => letter.charCodeAt(0));
  const lengths = sizes.map((size) => size + letters.length);
  return { ...shared, kind: 'code', lengths, rate: (code, cue) => rateCode(declared, letters, code, cue) };
}

function rateNumber({ check }: UserRecognizer, window: NumberWindow, cueDistance: number): number {
  if (window.form === IRREGULAR || window.groupCount > MOST_GROUPS || window.plus || window.parentheses) return NONE;
  const passes = check !== null && CHECKS[check](window.digits, window.count);
  // As sure as any: among those that have a cue the nearest decides.
  if (cueDistance < NO_CUE) return CERTAIN;
  return passes ? CHECKED : NONE;
}

const values = new Uint8Array(40);

function rateCode({ check }: UserRecognizer, prefix: Uint16Array, code: CodeWindow, cueDistance: number): number {
  for (let at = 0; at < prefix.length; at++) if (code.characters[at] !== prefix[at]) return NONE;
  for (let at = prefix.length; at < code.length; at++) {
    const value = code.characters[at]! - 0x30;
    if (value < 0 || value > 9) return NONE;
    values[at - prefix.length] = value;
  }
  const passes = check === null || CHECKS[check](values, code.length - prefix.length);
  return passes || cueDistance < NO_CUE ? OWN : NONE;
}
