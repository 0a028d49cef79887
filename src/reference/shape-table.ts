import { compileShape, type ShapeDeclaration } from '../core/treat/shape.ts';
import { markdownTable } from './markdown-table.ts';

interface ShapeRow {
  readonly written: string;
  readonly shape: ShapeDeclaration;
  readonly meaning: string;
  readonly fits: readonly string[];
  readonly misfits: readonly string[];
}

/** Each shape with texts that it lets through and texts that it does not. */
const SHAPE_ROWS: readonly ShapeRow[] = [
  {
    written: 'uuid',
    shape: 'uuid',
    meaning: 'RFC 9562 with hyphens, any letter case',
    fits: ['7f1c2d3e-4a5b-4c6d-8e9f-0a1b2c3d4e5f'],
    misfits: ['7f1c2d3e4a5b4c6d8e9f0a1b2c3d4e5f'],
  },
  {
    written: 'ulid',
    shape: 'ulid',
    meaning: "26 characters of Crockford's base32",
    fits: ['01ARZ3NDEKTSV4RRFFQ69G5FAV'],
    misfits: ['81ARZ3NDEKTSV4RRFFQ69G5FAV'],
  },
  {
    written: 'epoch',
    shape: 'epoch',
    meaning: 'seconds (10 digits) or milliseconds (13 digits) from 2001 to 2038',
    fits: ['1714521600', '1714521600123'],
    misfits: ['11987654321', '52998224725'],
  },
  {
    written: 'token',
    shape: 'token',
    meaning:
      '8 to 128 of `A-Za-z0-9_-` with a letter, and never 7 digits without a letter between them. A name fits too: prefer a pattern',
    fits: ['V1StGXR8_Z5jdHi6B-myT'],
    misfits: ['12345678909', 'nasc-1985-03-12'],
  },
  {
    written: 'digits(4)',
    shape: { digits: 4 },
    meaning: 'exactly so many ASCII digits',
    fits: ['0042'],
    misfits: ['42', '٠٠٤٢'],
  },
  {
    written: '{ oneOf: [app, web] }',
    shape: { oneOf: ['app', 'web'] },
    meaning: 'one of the listed texts',
    fits: ['app'],
    misfits: ['App'],
  },
  {
    written: "{ pattern: 'v[0-9]+', max: 6 }",
    shape: { pattern: 'v[0-9]+', max: 6 },
    meaning: 'an RE2 expression over the whole text, of at most so many UTF-16 code units',
    fits: ['v17'],
    misfits: ['v17 ', 'v123456'],
  },
  {
    written: '{ from: 30, to: 45 }',
    shape: { from: 30, to: 45 },
    meaning: 'for numbers and decimals: between the two, or equal to one',
    fits: ['36.8'],
    misfits: ['300'],
  },
];

/** All shapes as a table. Throws an Error when an example is no longer true of the code. */
export function shapeTable(): string {
  for (const { written, shape, fits, misfits } of SHAPE_ROWS) {
    const check = compileShape(shape);
    if (!fits.every(check) || misfits.some(check)) throw new Error(`an example of the shape ${written} is wrong`);
  }
  const code = (texts: readonly string[]) => texts.map((text) => `\`${text}\``).join(' ');
  return markdownTable(
    ['shape', 'meaning', 'fits', 'does not fit'],
    SHAPE_ROWS.map(({ written, meaning, fits, misfits }) => [`\`${written}\``, meaning, code(fits), code(misfits)]),
  );
}
