/** Writes a table in Markdown; cells may hold Markdown, but no line break. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Words as code, with commas between. */
export function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}
