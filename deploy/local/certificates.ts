import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SigiloError } from '../../src/errors.ts';

/** A certificate and its private key, as PEM texts. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateSubject {
  /** The common name; brokers of the secured stack take it as the user's name. */
  readonly name: string;
  /** Subject alternative names such as `DNS:localhost` or `IP:127.0.0.1`. */
  readonly hosts?: readonly string[];
  /** Until it expires; a negative number makes one that has expired. Default 30. */
  readonly days?: number;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/**
 * Makes a certificate authority for tests.
 * @throws SigiloError stack.requirements without openssl, stack.failed
 */
export function createAuthority(name: string): Promise<Certificate> {
  return inTemporaryDirectory(async (directory) => {
    const extensions = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
    const added = extensions.flatMap((extension) => ['-addext', extension]);
    await openssl(directory, ['req', '-x509', ...NEW_KEY, '-days', '30', '-subj', `/CN=${name}`, ...added], 'ca');
    return { certificate: read(directory, 'ca.pem'), key: read(directory, 'ca.key') };
  });
}

/** Makes a certificate that an authority has signed, for servers and clients alike. @throws as createAuthority */
export function issueCertificate(authority: Certificate, subject: CertificateSubject): Promise<Certificate> {
  return inTemporaryDirectory(async (directory) => {
    const { name, hosts = [], days = 30 } = subject;
    writeFileSync(join(directory, 'ca.pem'), authority.certificate);
    writeFileSync(join(directory, 'ca.key'), authority.key, { mode: 0o600 });
    const names = hosts.length > 0 ? `subjectAltName=${hosts.join(',')}\n` : '';
    writeFileSync(join(directory, 'extensions'), `extendedKeyUsage=serverAuth,clientAuth\n${names}`);
    await openssl(directory, ['req', '-new', ...NEW_KEY, '-subj', `/CN=${name}`], 'request');
    const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', String(days)];
    const request = ['x509', '-req', '-in', 'request.pem', '-extfile', 'extensions', ...signing];
    await run(directory, [...request, '-out', 'signed.pem']);
    return { certificate: read(directory, 'signed.pem'), key: read(directory, 'request.key') };
  });
}

function read(directory: string, name: string): string {
  return readFileSync(join(directory, name), 'utf8');
}

async function inTemporaryDirectory<Result>(work: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), 'sigilo-certificate-'));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function openssl(directory: string, args: readonly string[], output: string): Promise<void> {
  return run(directory, [...args, '-keyout', `${output}.key`, '-out', `${output}.pem`]);
}

function run(directory: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile('openssl', args, { cwd: directory }, (error, _stdout, stderr) => {
      if (!error) return resolve();
      const isMissing = error.code === 'ENOENT';
      const faults = isMissing ? ['`openssl` is not on the PATH'] : stderr.trim().split('\n').slice(-3);
      reject(new SigiloError(isMissing ? 'stack.requirements' : 'stack.failed', { setting: 'openssl', faults }));
    });
  });
}
