/**
 * Writes a text of somebody else (a policy, a lock file, a schema) so that a terminal and a log show it on one line as it
 * is: what would move a cursor, begin a line or turn the direction of writing becomes `\u{…}`.
 */
export function visibleText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (each) => `\\u{${each.codePointAt(0)?.toString(16)}}`);
}

/** The same for a text of several lines, which stay lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visibleText).join('\n');
}
