import { EXPLANATIONS } from '../error-explanations.ts';
import { ERROR_CODES, type ErrorCode, RECORD_REASONS, type RecordReason } from '../errors.ts';
import { CONSEQUENCES } from '../explanations/explanation.ts';
import { markdownTable } from './markdown-table.ts';

/** All error codes as a table: code, what happened, what to do. */
export function errorCodeTable(): string {
  const rows = Object.entries(ERROR_CODES).map(([code, [what, advice]]) => [linkTo(code), what, advice]);
  return markdownTable(['code', 'what happened', 'what to do'], rows);
}

/** All reasons for the quarantine as a table: reason, why. */
export function reasonTable(): string {
  return markdownTable(
    ['reason', 'why a record is there'],
    RECORD_REASONS.map((reason) => [linkTo(reason), EXPLANATIONS[reason].why]),
  );
}

/** Each code and each reason at length, as a section of its own; `internal` is both, and told once. */
export function explanationSections(): string {
  const all = Object.keys(EXPLANATIONS) as (ErrorCode | RecordReason)[];
  return all.map(explanationSection).join('\n\n');
}

function explanationSection(code: ErrorCode | RecordReason): string {
  const { why, recognise, steps, consequence } = EXPLANATIONS[code];
  const list = steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
  return `### ${code}

${why}

How to recognise it: ${recognise}

${list}

Is it tried again? ${CONSEQUENCES[consequence]}`;
}

/** The section's address, as GitHub makes it of a heading. */
function linkTo(code: string): string {
  return `[\`${code}\`](#${code.replace(/[^a-z0-9_-]/g, '')})`;
}
