import type { ErrorCode } from '../errors.ts';

/** What an operator types so that a paused partition goes on; null where nothing is to be typed. */
export function remedyOf(code: ErrorCode, route: string): string | null {
  switch (code) {
    case 'source.offset_lost':
      return `sigilo run --accept-loss ${route}`;
    case 'source.no_offset':
      return 'sigilo run --from-start';
    default:
      return null;
  }
}
