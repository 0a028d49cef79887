import { KIND_LETTER, KINDS } from './character-tables.ts';

/** Letters of Cyrillic, Greek and phonetic alphabets that look like Latin ones in one of their cases, and those. */
const PAIRS: readonly (readonly [alike: string, latin: string])[] = [
  ['авекмнорстухіјѕԁԛԝһӏғгҽ', 'abekmhopctyxijsdqwhlfre'],
  ['αβεζηικμνορτυχγω', 'abezhikmnoptyxyw'],
  ['ɑɡɩɪʏʙɢʜʟɴʀ', 'agiiybghlnr'],
];

const LATIN = new Uint16Array(0x600);
for (const [alike, latin] of PAIRS) {
  for (let at = 0; at < alike.length; at++) LATIN[alike.charCodeAt(at)] = latin.charCodeAt(at);
}

/** The last letter of the Latin script that folding leaves, with its extensions; phonetic letters follow. */
const LAST_LATIN = 0x24f;

/**
 * Writes Latin letters in the place of their look-alikes, in words that hold nothing else but Latin letters: "сpf" with a
 * Cyrillic letter, "СЕР" wholly in Cyrillic ones. Words with a letter that is nobody's double are left. Changes `codes`.
 */
export function foldLookAlikes(codes: Uint16Array, length: number): void {
  let at = 0;
  while (at < length) {
    if (KINDS[codes[at]!] !== KIND_LETTER) {
      at++;
      continue;
    }
    const start = at;
    let alike = 0;
    let foreign = 0;
    for (; KINDS[codes[at]!] === KIND_LETTER; at++) {
      const code = codes[at]!;
      if (code <= LAST_LATIN) continue;
      if (LATIN[code]) alike++;
      else foreign++;
    }
    if (alike === 0 || foreign > 0) continue;
    for (let place = start; place < at; place++) codes[place] = LATIN[codes[place]!] || codes[place]!;
  }
}
