type Attributes = { readonly [attribute: string]: unknown };
type Fits = (kind: string, json: Attributes) => boolean;

const int: Fits = (kind) => kind === 'int';
const long: Fits = (kind) => kind === 'long';
const fixedOf =
  (size: number): Fits =>
  (kind, json) =>
    kind === 'fixed' && json.size === size;

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Decimal digits that a two's complement number of `size` bytes always holds. */
function decimalDigits(size: unknown): number {
  return isWhole(size) && size > 0 ? Math.floor(Math.log10(2) * (8 * size - 1)) : 0;
}

const decimal: Fits = (kind, json) => {
  const precision = json.precision;
  const scale = json.scale ?? 0;
  if (!isWhole(precision) || precision < 1 || !isWhole(scale) || scale < 0 || scale > precision) return false;
  return kind === 'bytes' || (kind === 'fixed' && precision <= decimalDigits(json.size));
};

const LOGICAL_TYPES: ReadonlyMap<string, Fits> = new Map<string, Fits>([
  ['decimal', decimal],
  ['big-decimal', (kind) => kind === 'bytes'],
  ['uuid', (kind, json) => kind === 'string' || fixedOf(16)(kind, json)],
  ['date', int],
  ['time-millis', int],
  ['time-micros', long],
  ['timestamp-millis', long],
  ['timestamp-micros', long],
  ['timestamp-nanos', long],
  ['local-timestamp-millis', long],
  ['local-timestamp-micros', long],
  ['local-timestamp-nanos', long],
  ['duration', fixedOf(12)],
]);

const WORD = /^[\w.:/$-]{1,100}$/;

/**
 * The logical type of a declaration. One that does not fit its base is null, since Avro says to use the base alone;
 * one that Avro does not know is kept as it stands and means nothing, unless it is no word: tables and logs show it.
 */
export function logicalTypeOf(kind: string, json: Attributes): string | null {
  const logicalType = json.logicalType;
  if (typeof logicalType !== 'string') return null;
  const fits = LOGICAL_TYPES.get(logicalType);
  if (fits === undefined) return WORD.test(logicalType) ? logicalType : null;
  return fits(kind, json) ? logicalType : null;
}
