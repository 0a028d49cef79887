/**
 * Fills the parts of a text that stand between `<!-- generated: name -->` and `<!-- end -->`. Throws an Error that
 * names a part which nobody makes, or which has no end.
 */
export function fillMarkers(text: string, parts: Readonly<Record<string, string>>): string {
  return text.replace(
    /(<!-- generated: ([a-z-]+) -->\n)(?:[\s\S]*?(<!-- end -->)|[\s\S]*$)/g,
    (_, begin: string, name: string, end: string | undefined) => {
      const part = parts[name];
      if (part === undefined || end === undefined)
        throw new Error(`the generated part "${name}" ${end === undefined ? 'has no end' : 'is not known'}`);
      return `${begin}\n${part}\n\n${end}`;
    },
  );
}
