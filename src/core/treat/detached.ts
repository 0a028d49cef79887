/** Shorter strings are never slices of a larger one in V8. */
const SHORTEST_SLICE = 13;

/** A copy that does not keep a whole message or conversation alive because the value was cut out of it. */
export function detached(text: string): string {
  return text.length < SHORTEST_SLICE ? text : Buffer.from(text, 'utf16le').toString('utf16le');
}
