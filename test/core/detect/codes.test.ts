import { describe, expect, it } from 'vitest';
import { createDetectorOf } from '../../../src/core/detect/detector.ts';
import {
  CHECKED,
  type CodeRecognizer,
  CUED,
  NO_CUE,
  NONE,
  type NumberRecognizer,
} from '../../../src/core/detect/recognizer.ts';
import { redact } from './marked-text.ts';

const examples = { match: [], reject: [] };
const record: CodeRecognizer = {
  kind: 'code',
  name: 'test/record',
  entity: 'MRN',
  lengths: [4, 5, 6, 7, 8, 9, 10, 11, 12],
  cues: ['mrn', 'medical record', 'medical record number'],
  rate: (_code, cueDistance) => (cueDistance < NO_CUE ? CUED : NONE),
  examples,
};
const device: CodeRecognizer = {
  kind: 'code',
  name: 'test/device',
  entity: 'DEVICE',
  lengths: [8],
  cues: ['record'],
  blanks: true,
  rate: (code, cueDistance) => (cueDistance < NO_CUE || (code.capitals && code.groups === 2) ? CHECKED : NONE),
  examples,
};
const room: NumberRecognizer = {
  kind: 'number',
  name: 'test/room',
  entity: 'OTHER_ID',
  digits: [3],
  cues: ['room', 'data de nascimento', 'c p f'],
  rate: (_window, cueDistance) => (cueDistance < NO_CUE ? CUED : NONE),
  examples,
};

const detector = createDetectorOf([record, device, room], 'test');
const clean = (text: string) => redact(text, detector.find(text, []));

describe('codes of letters and digits', () => {
  it.each([
    ['mrn AB1234', 'mrn [MRN]', 'after a cue'],
    ['mrn: 12-ab/34.c', 'mrn: [MRN]', 'with marks between'],
    ['mrn#A1:22_b9', 'mrn#[MRN]', 'with marks that join only after a cue'],
    ['mrn1234X', 'mrn[MRN]', 'touching its cue'],
    ['AB1234', 'AB1234', 'without a cue'],
    ['mrn 500mg AB1234', 'mrn 500mg [MRN]', 'after a dose'],
    ['mrn AB1234 e CD5678', 'mrn [MRN] e CD5678', 'which use up their cue'],
    [`mrn ${'x'.repeat(39)} AB1234`, `mrn ${'x'.repeat(39)} AB1234`, 'out of reach of the cue'],
    ['room AB1234 101', 'room AB1234 [OTHER_ID]', 'that nobody takes, which leave the cue to the next number'],
    ['mrn room 101 AB1234', 'mrn room [OTHER_ID] AB1234', 'after a number that used up all cues'],
  ])('%j becomes %j (%s)', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each([
    ['ABCD 1234', '[DEVICE]', 'with a blank, for who allows it'],
    ['abcd 1234', 'abcd 1234', 'not typed in capitals'],
    ['ＡＢＣＤ 1234', '[DEVICE]', 'typed in wide capitals'],
    ['Ábcd 1234', 'Ábcd 1234', 'with one capital'],
  ])('%j becomes %j (%s)', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });
});

describe('cues of several words', () => {
  it.each([
    ['medical record AB1234', 'medical record [MRN]', 'two'],
    ['Medical  Record: AB123456', 'Medical  Record: [MRN]', 'two, of which the second is a cue of something else'],
    ['medical record number AB1234', 'medical record number [MRN]', 'three'],
    ['record AB123456', 'record [DEVICE]', 'the second alone'],
    ['medical AB123456', 'medical AB123456', 'the first alone'],
    ['medical\nrecord AB12345', 'medical\nrecord AB12345', 'over two lines'],
    ['data de nascimento 101', 'data de nascimento [OTHER_ID]', 'with a link'],
    ['data_de-nascimento 101', 'data_de-nascimento [OTHER_ID]', 'with marks between'],
    ['data de 101', 'data de 101', 'a beginning only'],
    ['C.P.F. 101', 'C.P.F. [OTHER_ID]', 'an abbreviation'],
  ])('%j becomes %j (%s)', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });
});
