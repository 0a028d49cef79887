import type { Evaluation, Shares } from '../../evaluation/evaluation.ts';
import { terminalColors } from '../terminal-colors.ts';

const COLUMNS = ['entity recall', 'token precision', 'messages leaking', 'PHI-free altered', 'right type'] as const;

/** The figures as a table for people: each share with the number that it is a share of. */
export function describeEvaluation({ overall, byLanguage, byLabel }: Evaluation): readonly string[] {
  const { bold } = terminalColors();
  const rows = [
    ['overall', ...cells(overall)],
    ...Object.entries(byLanguage).map(([language, shares]) => [language, ...cells(shares)]),
    ...Object.entries(byLabel).map(([label, shares]) => [label, ...cells(shares)]),
  ];
  const table = [['', ...COLUMNS], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length))) ?? [];
  const lines = table.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  return [
    bold(lines[0] ?? ''),
    ...lines.slice(1),
    '',
    `${overall.messages} messages, ${overall.messagesPerSecond} a second. Shares in %, with the number they are shares of.`,
  ];
}

function cells(shares: Shares): readonly string[] {
  return [
    percent(shares.entityRecall, shares.spans),
    percent(shares.tokenPrecision, shares.redactedTokens),
    percent(shares.messagesLeaking, shares.messages),
    percent(shares.phiFreeAltered, shares.phiFreeMessages),
    percent(shares.typedRecall, shares.spans),
  ];
}

function percent(share: number | null, of: number): string {
  return share === null ? '-' : `${(share * 100).toFixed(1)} of ${of}`;
}
