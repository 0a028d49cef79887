/**
 * MAC address: number of a network device.
 * Shape: six pairs of hexadecimal digits with colons or hyphens between. No check.
 * Source: IEEE 802-2014, EUI-48.
 */
import { KIND_DIGIT, KIND_LETTER, KINDS } from '../../text/character-tables.ts';
import type { TextView } from '../../text/text-view.ts';
import type { FoundRange, MarkRecognizer } from '../recognizer.ts';

const LENGTH = 17;
const PAIR = 3;

function find(view: TextView, at: number, floor: number, found: FoundRange): boolean {
  const { codes } = view;
  const start = at - 2;
  if (start < floor || isWordCode(codes[start - 1]) || isWordCode(codes[start + LENGTH])) return false;
  const mark = codes[at];
  for (let index = 0; index < LENGTH; index++) {
    const code = codes[start + index]!;
    if (index % PAIR === 2 ? code !== mark : !isHexadecimal(code)) return false;
  }
  found.start = start;
  found.end = start + LENGTH;
  return true;
}

function isHexadecimal(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66);
}

function isWordCode(code: number | undefined): boolean {
  const kind = KINDS[code ?? 0];
  return kind === KIND_LETTER || kind === KIND_DIGIT;
}

export const macAddress: MarkRecognizer = {
  kind: 'mark',
  name: 'generic/mac-address',
  entity: 'DEVICE',
  marks: ':-',
  find,
  examples: {
    match: [
      'mac «00:1A:2B:3C:4D:5E» do aparelho',
      '«AA-BB-CC-11-22-33»',
      'o wifi é «de:ad:be:ef:00:01».',
      '(«00-14-22-01-23-45»)',
      'device «f0:9f:c2:11:aa:0b», ok',
    ],
    reject: ['10:30:45', '00:1A:2B:3C:4D', '00:1A:2B:3C:4D:5G', '12-34-56', 'às 10:30 e 11:30', '00:1a-2b:3c-4d:5e'],
  },
};
