/** Separators between two groups of digits, as packed into `NumberWindow.separators`. */
export const DOT = 1;
export const HYPHEN = 2;
export const SLASH = 3;
export const BLANK = 4;
/** Several different marks, for example ") ". */
export const MIXED = 5;

/** Groups that a form may have; more make the form `IRREGULAR`. */
export const MAX_GROUPS = 7;
export const MAX_DIGITS = 22;
export const IRREGULAR = -1;

/** Digits in groups, as recognizers see a candidate. Reused: nothing of it may be kept. */
export interface NumberWindow {
  /** Values 0 to 9. */
  readonly digits: Uint8Array;
  count: number;
  groupCount: number;
  smallestGroup: number;
  largestGroup: number;
  /** Sizes of the groups packed by `formOf`, or IRREGULAR. */
  form: number;
  /** Separators packed by `separatorsOf`, or IRREGULAR. */
  separators: number;
  /** A plus sign stands directly before. */
  plus: boolean;
  /** A closing parenthesis stands among the groups, the opening one before or among them. */
  parentheses: boolean;
  /** The character before is a letter. */
  afterLetter: boolean;
}

/** Makes an empty window. */
export function createNumberWindow(): NumberWindow {
  return {
    digits: new Uint8Array(MAX_DIGITS),
    count: 0,
    groupCount: 0,
    smallestGroup: 0,
    largestGroup: 0,
    form: 0,
    separators: 0,
    plus: false,
    parentheses: false,
    afterLetter: false,
  };
}

/** Packs group sizes: `formOf(3, 3, 3, 2)` is the form of 529.982.247-25. */
export function formOf(...sizes: readonly number[]): number {
  let form = 0;
  for (let at = 0; at < sizes.length; at++) form = appendToForm(form, sizes[at]!);
  return form;
}

/** Packs separators: `separatorsOf(DOT, DOT, HYPHEN)`. */
export function separatorsOf(...marks: readonly number[]): number {
  let packed = 0;
  for (let at = 0; at < marks.length; at++) packed = packed * 8 + marks[at]!;
  return packed;
}

/** Form with one more group. */
export function appendToForm(form: number, size: number): number {
  return form === IRREGULAR ? IRREGULAR : form * 21 + size;
}

/** Empties the window. */
export function resetWindow(window: NumberWindow): void {
  window.count = 0;
  window.groupCount = 0;
  window.smallestGroup = MAX_DIGITS;
  window.largestGroup = 0;
  window.form = 0;
  window.separators = 0;
}

/** Adds a group of digits from folded codes; false when the window cannot hold it. `separator` is ignored for the first. */
export function appendGroup(
  window: NumberWindow,
  codes: Uint16Array,
  start: number,
  end: number,
  separator: number,
): boolean {
  const size = end - start;
  if (window.count + size > MAX_DIGITS) return false;
  for (let at = start; at < end; at++) window.digits[window.count++] = codes[at]! - 0x30;
  if (window.groupCount > 0) {
    window.separators = window.groupCount < MAX_GROUPS ? window.separators * 8 + separator : IRREGULAR;
  }
  window.form = window.groupCount < MAX_GROUPS ? appendToForm(window.form, size) : IRREGULAR;
  window.groupCount++;
  window.smallestGroup = Math.min(window.smallestGroup, size);
  window.largestGroup = Math.max(window.largestGroup, size);
  return true;
}

/** The number that digits `from` to `to` (exclusive) write. */
export function numberAt(window: NumberWindow, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + window.digits[at]!;
  return value;
}

/** Whether this separator stands anywhere between the groups; of an irregular form nothing is known. */
export function hasSeparator(window: NumberWindow, mark: number): boolean {
  if (window.separators === IRREGULAR) return true;
  for (let rest = window.separators; rest > 0; rest = Math.floor(rest / 8)) if (rest % 8 === mark) return true;
  return false;
}
