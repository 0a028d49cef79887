import { withoutInvisible } from './plain-text.ts';

const ADDRESS = /^[^\s@]+@[^\s@]+$/;

/**
 * An address in lower case, NFKC, trimmed, without invisible characters. Lower case also before the @: mail systems that
 * tell case apart there are not met in practice.
 */
export function canonicalEmail(value: string): string | null {
  const address = withoutInvisible(value).normalize('NFKC').trim().toLowerCase().normalize('NFKC');
  return ADDRESS.test(address) ? address : null;
}
