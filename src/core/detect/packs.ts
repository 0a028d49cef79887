import { BR_PACK } from './br/pack.ts';
import { ES_PACK } from './es/pack.ts';
import { GENERIC_PACK } from './generic/pack.ts';
import type { Recognizer } from './recognizer.ts';
import { US_PACK } from './us/pack.ts';

/** Recognizers by pack, in order of precedence where two are equally sure of the same digits: the likelier one first. */
export const PACKS: Readonly<Record<'br' | 'us' | 'es' | 'generic', readonly Recognizer[]>> = {
  br: BR_PACK,
  us: US_PACK,
  es: ES_PACK,
  generic: GENERIC_PACK,
};
