import { readFileSync } from 'node:fs';
import type { Config } from '../../config.ts';
import { loadConfiguredKey, usedKeyVersions } from '../../configured-key.ts';
import { SigiloError, thrownName } from '../../errors.ts';
import { makeDataKey } from '../../io/key-store.ts';
import { parseIdentities, unwrapDataKey } from '../../io/quarantine-open.ts';
import { type Finding, faultOf, faultsOf } from '../../preflight/finding.ts';
import { keyFindings } from '../../preflight/keys.ts';
import { tried } from '../../preflight/tried.ts';

/** What `keys check` saw: public values only. */
export interface CheckedKeys {
  readonly faults: readonly Finding[];
  readonly warnings: readonly Finding[];
  /** Configured key versions that can be used, with their check values. */
  readonly versions: readonly { readonly version: string; readonly check: string; readonly isPinned: boolean }[];
  readonly recipients: readonly string[];
}

/**
 * Reads each configured key version and seals for the recipients, as a start does, without any broker.
 * @param identity file of an identity that is to open what is sealed for the recipients
 */
export async function checkKeys(
  config: Pick<Config, 'keys' | 'routes' | 'quarantine'>,
  identity: string | null,
): Promise<CheckedKeys> {
  const { keys, quarantine } = config;
  const findings = [...(await keyFindings(config))];
  if (identity !== null) {
    const opened = await tried(() => openWith(identity, quarantine.recipients));
    if (opened instanceof SigiloError) findings.push(faultOf(opened));
  }
  const readable: { version: string; check: string; isPinned: boolean }[] = [];
  for (const version of usedKeyVersions(config)) {
    const key = await tried(() => loadConfiguredKey(keys, version));
    if (!(key instanceof SigiloError)) readable.push({ version, check: key.check, isPinned: key.isPinned });
  }
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  return { faults: faultsOf(findings), warnings, versions: readable, recipients: quarantine.recipients };
}

async function openWith(file: string, recipients: readonly string[]): Promise<void> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    throw new SigiloError('keys.unreadable', { file, thrown: thrownName(thrown) });
  }
  const { keyWrap } = await makeDataKey(recipients);
  await unwrapDataKey(keyWrap, parseIdentities(text));
}
