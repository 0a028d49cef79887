/** A number of JSON with more digits than a number of JavaScript holds, as it was written. */
export interface ExactNumber {
  readonly rawJSON: string;
}

/** What `JSON` has beyond the type files: `rawJSON` is written out as it stands. */
interface ExactJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  rawJSON(text: string): ExactNumber;
  isRawJSON(value: unknown): value is ExactNumber;
}

const EXACT = JSON as unknown as ExactJson;
const MANY_DIGITS = /[0-9]{16}/;
/** Values are walked, and written again, by recursion. */
const MOST_DEPTH = 500;

/** Whether a value is a number that is kept as it was written. */
export function isExactNumber(value: unknown): value is ExactNumber {
  return EXACT.isRawJSON(value);
}

/** Reads one line of JSON, with every digit of its whole numbers, or tells why not; the line is never shown. */
export function parseLine(line: string): { readonly value: unknown } | { readonly fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { fault: 'not valid JSON' };
  }
  if (isDeeper(value, MOST_DEPTH)) return { fault: `nested deeper than ${MOST_DEPTH}` };
  return { value: MANY_DIGITS.test(line) ? EXACT.parse(line, exactly) : value };
}

function exactly(_key: string, value: unknown, { source }: { source?: string }): unknown {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && source ? EXACT.rawJSON(source) : value;
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((item) => isDeeper(item, depth - 1));
}
