/** A word as programs write it: it begins with a small letter. A capital may begin somebody's name. */
const PROGRAM_NAME = /^[@$_]{0,2}[a-z][A-Za-z0-9_$.:-]{0,63}$/;
const DIGIT = /[0-9]/g;
/** `address_line_2`, `q4_2026`; with more digits a name may hold an identifier. */
const MOST_DIGITS = 4;

/** Whether the name of a property is one that a program gave, and so nobody's. */
export function isProgramName(name: string): boolean {
  return PROGRAM_NAME.test(name) && (name.match(DIGIT)?.length ?? 0) <= MOST_DIGITS;
}

/** The path of a property: `messages[1].text`; a name that a program did not give is not shown. */
export function pathOf(parent: string, name: string): string {
  const shown = isProgramName(name) ? name : '*';
  return parent === '' ? shown : `${parent}.${shown}`;
}
