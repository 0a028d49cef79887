import type { ErrorCode } from '../errors.ts';

/** What an operator does so that a paused partition goes on, a sentence; null where nothing is to be typed. */
export function remedyOf(code: ErrorCode, route: string): string | null {
  switch (code) {
    case 'source.offset_lost':
      return `restart the worker once with --accept-loss ${route} added to its command`;
    case 'source.no_offset':
      return 'restart the worker once with --from-start added to its command';
    default:
      return null;
  }
}
