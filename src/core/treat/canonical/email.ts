const ADDRESS = /^[^\s@]+@[^\s@]+$/;

/** An address in lower case, NFKC, trimmed. Lower case also before the @: mail systems that tell case apart there are not met in practice. */
export function canonicalEmail(value: string): string | null {
  const address = value.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
  return ADDRESS.test(address) ? address : null;
}
