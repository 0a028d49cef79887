import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { armor, Encrypter } from 'age-encryption';
import type { DataKey } from '../core/quarantine.ts';
import type { TokenKey } from '../core/treat/token.ts';
import { SigiloError, thrownName } from '../errors.ts';

const SECRET_BYTES = 32;
/** 32 bytes in base64, with the newline that editors and shells add. */
const MAXIMUM_FILE_BYTES = 128;
const BASE64_OF_32_BYTES = /^[A-Za-z0-9+/]{43}=$/;
const VERSION = /^k[1-9][0-9]{0,5}$/;
const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;
/** 32 random bytes show about 30 different values, and fewer than 20 once in 10^13 tries. */
const MINIMUM_DIFFERENT_BYTES = 20;
const KUBERNETES_LINK = '..data';
const STICKY = 0o1000;
const MAXIMUM_LINKS = 40;

/**
 * Reads one version of the token key from `<directory>/<version>.key` (base64 of 32 random bytes).
 *
 * Who else may read it decides: no access of others to the file; group access only to read and only for a group of this process
 * (mode 0440 with Kubernetes' fsGroup); owner is this user or root. Every directory on the way to the file, links followed, must
 * be closed to others as well; only those of a Kubernetes mount, where the file lies behind the `..data` link, may be listed by
 * them, because they cannot be closed.
 * @throws SigiloError keys.exposed when somebody else can read or change the file; keys.unreadable when it is missing, of the
 * wrong form, or plainly not random
 */
export function loadTokenKey(directory: string, version: string): TokenKey {
  if (!VERSION.test(version)) throw new SigiloError('keys.unreadable', { setting: 'version', faults: [VERSION_RULE] });
  const file = tokenKeyFile(directory, version);
  checkHolders(directory, file);
  return { version, secret: decodeSecret(readPrivateFile(file), file) };
}

const VERSION_RULE = 'a key version is the letter k and a number, such as k1';

/** Where a version's secret lies. */
export function tokenKeyFile(directory: string, version: string): string {
  return join(directory, `${version}.key`);
}

/**
 * The versions in a key directory, oldest first.
 * @throws SigiloError keys.unreadable when the directory cannot be read
 */
export function tokenKeyVersions(directory: string): readonly string[] {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch (thrown) {
    throw unreadableDirectory(directory, thrown);
  }
  return names
    .filter((name) => name.endsWith('.key'))
    .map((name) => name.slice(0, -'.key'.length))
    .filter((version) => VERSION.test(version))
    .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

/**
 * Makes a fresh key for quarantined records and encrypts it to every recipient (age, X25519): any one of them can open it.
 * @throws SigiloError keys.no_recipient for an empty list; config.invalid when a recipient is none
 */
export async function makeDataKey(recipients: readonly string[]): Promise<DataKey> {
  if (recipients.length === 0) throw new SigiloError('keys.no_recipient');
  const encrypter = new Encrypter();
  const faults: string[] = [];
  for (const [index, recipient] of recipients.entries()) {
    if (isRecipient(recipient)) encrypter.addRecipient(recipient);
    else faults.push(`recipient ${index + 1} is no public X25519 age recipient (age1…)`);
  }
  if (faults.length > 0) throw new SigiloError('config.invalid', { setting: 'quarantine.recipients', faults });
  const key = randomBytes(SECRET_BYTES);
  const keyWrap = armor.encode(await encrypter.encrypt(key));
  return { key, keyWrap, recipients: [...recipients], counter: 0 };
}

/** Whether a text is a public X25519 age recipient, checksum included. */
export function isRecipient(text: string): boolean {
  if (!RECIPIENT.test(text)) return false;
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Refuses a key directory into which somebody else can look or put files.
 * @throws SigiloError keys.exposed, or keys.unreadable when it is missing
 */
export function checkKeyDirectory(directory: string): void {
  let stats: Stats;
  try {
    stats = statSync(directory);
  } catch (thrown) {
    throw unreadableDirectory(directory, thrown);
  }
  if (isExposed(stats)) throw exposed(directory, stats);
}

/** Says what is wrong with the directory: the class name of a system error is always Error. */
function unreadableDirectory(directory: string, thrown: unknown): SigiloError {
  const cause = FILE_SYSTEM_CAUSES.get((thrown as NodeJS.ErrnoException).code ?? '');
  if (cause === undefined) return new SigiloError('keys.unreadable', { file: directory, thrown: thrownName(thrown) });
  return new SigiloError('keys.unreadable', { file: directory, faults: [cause] });
}

const FILE_SYSTEM_CAUSES: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'the directory does not exist'],
  ['ENOTDIR', 'it is no directory'],
  ['EACCES', 'this user may not read the directory'],
]);

/** Whoever can write to one of these directories can put a key of his own in place of ours. */
function checkHolders(directory: string, file: string): void {
  try {
    const holder = dirname(realpathSync(file));
    if (holder === kubernetesHolder(directory)) checkKubernetesMount(directory, file, holder);
    else for (const each of directoriesTo(file)) checkKeyDirectory(each);
  } catch (thrown) {
    if (thrown instanceof SigiloError) throw thrown;
    throw new SigiloError('keys.unreadable', { file, thrown: thrownName(thrown) });
  }
}

/** The directories of the file itself and of every link that leads to it. */
function directoriesTo(file: string): readonly string[] {
  const directories: string[] = [];
  let place = file;
  for (let links = 0; links < MAXIMUM_LINKS; links += 1) {
    directories.push(dirname(place));
    if (!lstatSync(place).isSymbolicLink()) break;
    place = resolve(dirname(place), readlinkSync(place));
  }
  return [...directories, dirname(realpathSync(file))];
}

/**
 * Kubernetes swaps a secret's files at once through a link. The mount is a sticky directory of root: others may add names to it,
 * but cannot change the links; only root can write to the directory behind them.
 */
function checkKubernetesMount(directory: string, file: string, holder: string): void {
  if (process.getuid === undefined) return;
  const mount = statSync(directory);
  const writable = (mount.mode & 0o022) !== 0 && (mount.mode & STICKY) === 0;
  if (isForeign(mount) || writable) throw exposed(directory, mount);
  for (const link of [file, join(directory, KUBERNETES_LINK)]) {
    const stats = lstatSync(link);
    if (isForeign(stats)) throw exposed(link, stats);
  }
  const stats = statSync(holder);
  if (isForeign(stats) || (stats.mode & 0o022) !== 0) throw exposed(holder, stats);
}

function kubernetesHolder(directory: string): string | null {
  try {
    return realpathSync(join(directory, KUBERNETES_LINK));
  } catch {
    return null;
  }
}

/** The same open file is judged and read, so that it cannot be changed for another in between. */
function readPrivateFile(file: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (thrown) {
    throw new SigiloError('keys.unreadable', { file, thrown: thrownName(thrown) });
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new SigiloError('keys.unreadable', { file });
    if (isExposed(stats)) throw exposed(file, stats);
    const content = Buffer.alloc(MAXIMUM_FILE_BYTES + 1);
    const length = readSync(descriptor, content, 0, content.length, 0);
    return content.toString('latin1', 0, length).trim();
  } finally {
    closeSync(descriptor);
  }
}

/** Windows has no such modes: there the answer is always no. */
function isExposed(stats: Stats): boolean {
  if (process.getuid === undefined || process.getgroups === undefined) return false;
  const groupIsOurs = stats.gid === process.getgid?.() || process.getgroups().includes(stats.gid);
  const closed = groupIsOurs ? 0o027 : 0o077;
  return isForeign(stats) || (stats.mode & closed) !== 0;
}

/** Of another user than this one and root, who can then open it at any time. Root too may only use what is root's. */
function isForeign(stats: Stats): boolean {
  return stats.uid !== process.getuid?.() && stats.uid !== 0;
}

function exposed(file: string, stats: Stats): SigiloError {
  const faults = isForeign(stats) ? ['it belongs to another user: chown it to the user of this process'] : [];
  return new SigiloError('keys.exposed', faults.length > 0 ? { file, faults } : { file });
}

function decodeSecret(content: string, file: string): Buffer {
  const secret = Buffer.from(content, 'base64');
  if (!BASE64_OF_32_BYTES.test(content) || secret.length !== SECRET_BYTES) {
    throw new SigiloError('keys.unreadable', { file, limit: SECRET_BYTES, actual: secret.length });
  }
  const typed = secret.every((byte) => byte >= 0x20 && byte < 0x7f);
  if (typed || new Set(secret).size < MINIMUM_DIFFERENT_BYTES) {
    throw new SigiloError('keys.unreadable', {
      file,
      faults: ['the key is not random: make it with `sigilo keys generate`'],
    });
  }
  return secret;
}
