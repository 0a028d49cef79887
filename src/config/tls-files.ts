import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { readSecret, readText } from './secret-files.ts';

type Part = 'ca' | 'cert' | 'key';

/** Absolute paths of the PEM files of one TLS client; without `ca`, Node's own list of authorities holds. */
export type TlsFiles = Readonly<Partial<Record<Part, string>>>;

/** PEM texts of the files that are named and could be read. */
type TlsTexts = Readonly<Partial<Record<Part, string>>>;

/** Which file is at fault, and a sentence that quotes nothing of it. */
export interface TlsFault {
  readonly part: Part;
  readonly text: string;
}

const PARTS: readonly Part[] = ['ca', 'cert', 'key'];
const OLDEST_TLS = 'TLSv1.2';
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * Gives a function that makes the TLS settings of the next connection from the files as they are then. While they have
 * not changed it gives the same object; while they have faults, the faults.
 */
export function createTlsReader(files: TlsFiles): () => SecureContext | readonly TlsFault[] {
  let last: { readonly texts: TlsTexts; readonly context: SecureContext } | null = null;
  return () => {
    const { texts, faults } = readTexts(files);
    const all = [...faults, ...faultsOf(texts, Date.now())];
    if (all.length > 0) return all;
    if (last && PARTS.every((part) => last?.texts[part] === texts[part])) return last.context;
    try {
      last = { texts, context: createSecureContext({ ...texts, minVersion: OLDEST_TLS }) };
      return last.context;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
      return [{ part: texts.cert === undefined ? 'ca' : 'cert', text: `cannot be used for TLS (${code})` }];
    }
  };
}

/** The private key alone must be closed to others. */
function readTexts(files: TlsFiles): { readonly texts: TlsTexts; readonly faults: readonly TlsFault[] } {
  const texts: Partial<Record<Part, string>> = {};
  const faults: TlsFault[] = [];
  for (const part of PARTS) {
    const file = files[part];
    if (file === undefined) continue;
    const answer = part === 'key' ? readSecret(file) : readText(file);
    if ('text' in answer) texts[part] = answer.text;
    else faults.push({ part, text: answer.fault });
  }
  return { texts, faults };
}

/** An unreadable part, a key of another certificate, an expired certificate of our own. */
function faultsOf({ ca, cert, key }: TlsTexts, now: number): readonly TlsFault[] {
  const faults: TlsFault[] = [];
  if (ca !== undefined && certificatesOf(ca).length === 0) faults.push({ part: 'ca', text: NO_CERTIFICATE });
  const own = cert === undefined ? undefined : certificatesOf(cert)[0];
  if (cert !== undefined && !own) faults.push({ part: 'cert', text: NO_CERTIFICATE });
  if (own && own.validToDate.getTime() <= now) faults.push({ part: 'cert', text: 'has expired: renew it' });
  const secret = key === undefined ? undefined : privateKeyOf(key);
  if (typeof secret === 'string') faults.push({ part: 'key', text: secret });
  else if (secret && own && !own.checkPrivateKey(secret)) {
    faults.push({ part: 'key', text: 'does not belong to the certificate' });
  }
  return faults;
}

const NO_CERTIFICATE = 'holds no certificate (PEM)';

/** All certificates of a text; none when one of them cannot be read. */
function certificatesOf(text: string): readonly X509Certificate[] {
  try {
    return (text.match(CERTIFICATE) ?? []).map((pem) => new X509Certificate(pem));
  } catch {
    return [];
  }
}

function privateKeyOf(text: string): KeyObject | string {
  try {
    return createPrivateKey(text);
  } catch (error) {
    const isLocked = (error as NodeJS.ErrnoException).code === 'ERR_MISSING_PASSPHRASE';
    return isLocked ? 'is encrypted: give a key without passphrase, mode 0600' : 'holds no private key (PEM)';
  }
}
