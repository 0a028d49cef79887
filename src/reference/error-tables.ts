import { ERROR_CODES } from '../errors.ts';
import { markdownTable } from './markdown-table.ts';

/** All error codes as a table: code, what happened, what to do. */
export function errorCodeTable(): string {
  const rows = Object.entries(ERROR_CODES).map(([code, [what, advice]]) => [`\`${code}\``, what, advice]);
  return markdownTable(['code', 'what happened', 'what to do'], rows);
}
