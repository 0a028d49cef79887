/** What a message id of the load tells: the oracle reads it from the bytes of source and sink. */
export interface MessageNumber {
  readonly seed: number;
  /** Index of the route, 0 to 5. */
  readonly route: number;
  readonly partition: number;
  /** Number of the key within its partition; null without a key. */
  readonly key: number | null;
  /** True for a record that belongs in the quarantine. */
  readonly isBad: boolean;
  /** Grows with each record of the partition. */
  readonly number: number;
}

export const MESSAGE_ID_LENGTH = 36;
const NO_KEY = 0xfff;

/**
 * Writes a message id in the form of a version 4 UUID: `cSSSSSSS-RPPP-4KKK-8EEE-aNNNNNNNNNNN` (seed, route and partition,
 * key, bad or not, number; hexadecimal). A letter stands in each long group: no group can be read as a CPF or a phone.
 */
export function formatMessageId({ seed, route, partition, key, isBad, number }: MessageNumber): string {
  const place = `${'abcdef'[route]}${hex(partition, 3)}`;
  return `c${hex(seed & 0xfffffff, 7)}-${place}-4${hex(key ?? NO_KEY, 3)}-8${isBad ? '001' : '000'}-a${hex(number, 11)}`;
}

/** Reads a message id; null for any other text. */
export function parseMessageId(text: string): MessageNumber | null {
  const match = /^c([0-9a-f]{7})-([a-f])([0-9a-f]{3})-4([0-9a-f]{3})-800([01])-a([0-9a-f]{11})$/.exec(text);
  if (!match) return null;
  const [, seed, route, partition, key, isBad, number] = match as unknown as string[];
  const keyNumber = Number.parseInt(key!, 16);
  return {
    seed: Number.parseInt(seed!, 16),
    route: 'abcdef'.indexOf(route!),
    partition: Number.parseInt(partition!, 16),
    key: keyNumber === NO_KEY ? null : keyNumber,
    isBad: isBad === '1',
    number: Number.parseInt(number!, 16),
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
