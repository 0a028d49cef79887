import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Certificate, createAuthority, issueCertificate } from './certificates.ts';
import type { BrokerState, StackState } from './stack-state.ts';

/** What a secured stack adds: its files, and users that may do nothing until ACLs say so. */
export interface SecurityState {
  /** Holds `ca.pem`, `ca.key`, `server.pem` (key and certificate), `jwks.json` and `token.key`. */
  readonly directory: string;
  /** Passwords by user, the same for SCRAM-SHA-256, SCRAM-SHA-512 and PLAIN. */
  readonly users: Readonly<Record<SecuredUser, string>>;
}

export const SECURED_USERS = ['worker', 'reader', 'operator'] as const;
export type SecuredUser = (typeof SECURED_USERS)[number];

/** Sessions end after so long; a client renews its authentication before that. */
const REAUTHENTICATION_MS = 12_000;
const SERVER_NAMES = ['IP:127.0.0.1', 'DNS:localhost'];
const TOKEN_AUDIENCE = 'kafka';
const TOKEN_KEY_ID = 'test';

/** Passwords for the users of a new stack; writes nothing. */
export function planSecurity(directory: string): SecurityState {
  const users = Object.fromEntries(SECURED_USERS.map((user) => [user, randomBytes(12).toString('hex')]));
  return { directory, users: users as SecurityState['users'] };
}

/**
 * Makes an authority, a server certificate of it, and the key pair of the token issuer.
 * @throws SigiloError stack.requirements, stack.failed
 */
export async function writeSecurityFiles(security: SecurityState): Promise<void> {
  mkdirSync(security.directory, { recursive: true, mode: 0o700 });
  await installAuthority(security, await createAuthority('Sigilo test authority'));
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...publicKey.export({ format: 'jwk' }), kid: TOKEN_KEY_ID, use: 'sig', alg: 'RS256' };
  writeFileSync(fileOf(security, 'jwks.json'), JSON.stringify({ keys: [key] }));
  writeFileSync(fileOf(security, 'token.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
}

/** Puts an authority, and a server certificate that it signs, where the brokers read them when they start. */
export async function installAuthority(security: SecurityState, authority: Certificate): Promise<void> {
  const server = await issueCertificate(authority, { name: 'broker', hosts: SERVER_NAMES });
  writeFileSync(fileOf(security, 'ca.pem'), authority.certificate);
  writeFileSync(fileOf(security, 'ca.key'), authority.key, { mode: 0o600 });
  writeFileSync(fileOf(security, 'server.pem'), server.key + server.certificate, { mode: 0o600 });
}

/** The authority in use. */
export function readAuthority(security: SecurityState): Certificate {
  const read = (name: string) => readFileSync(fileOf(security, name), 'utf8');
  return { certificate: read('ca.pem'), key: read('ca.key') };
}

/** Signs a token that the OAUTHBEARER mechanism takes as this user. @param seconds until it expires */
export function signToken(security: SecurityState, user: string, seconds: number): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = { sub: user, aud: TOKEN_AUDIENCE, iss: 'sigilo-test', iat: now, exp: now + seconds };
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const content = `${encode({ alg: 'RS256', typ: 'JWT', kid: TOKEN_KEY_ID })}.${encode(claims)}`;
  const key = readFileSync(fileOf(security, 'token.key'), 'utf8');
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
}

function fileOf(security: SecurityState, name: string): string {
  return join(security.directory, name);
}

/**
 * Lines of server.properties: SASL over TLS, TLS with client certificates, and permissions for those who have an
 * ACL only. The plaintext listener stays for the nodes among themselves and for tests that look in from outside.
 */
export function securityProperties(state: StackState, security: SecurityState, broker: BrokerState): string {
  const { username, password } = state.saslUser;
  const accounts = Object.entries({ ...security.users, [username]: password });
  const plain = accounts.map(([user, secret]) => `user_${user}="${secret}"`).join(' ');
  const modules = 'org.apache.kafka.common.security';
  const sasl = 'listener.name.sasl_ssl';
  const listeners = `PLAINTEXT://127.0.0.1:${broker.port},SASL_SSL://127.0.0.1:${broker.saslPort},SSL://127.0.0.1:${broker.sslPort}`;
  return `listeners=${listeners},CONTROLLER://127.0.0.1:${broker.controllerPort}
advertised.listeners=${listeners}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL,CONTROLLER:PLAINTEXT
sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512,PLAIN,OAUTHBEARER
${sasl}.scram-sha-256.sasl.jaas.config=${modules}.scram.ScramLoginModule required;
${sasl}.scram-sha-512.sasl.jaas.config=${modules}.scram.ScramLoginModule required;
${sasl}.plain.sasl.jaas.config=${modules}.plain.PlainLoginModule required ${plain};
${sasl}.oauthbearer.sasl.jaas.config=${modules}.oauthbearer.OAuthBearerLoginModule required;
${sasl}.oauthbearer.sasl.server.callback.handler.class=${modules}.oauthbearer.OAuthBearerValidatorCallbackHandler
${sasl}.oauthbearer.sasl.oauthbearer.jwks.endpoint.url=${jwksUrl(security)}
${sasl}.oauthbearer.sasl.oauthbearer.expected.audience=${TOKEN_AUDIENCE}
${sasl}.connections.max.reauth.ms=${REAUTHENTICATION_MS}
ssl.keystore.type=PEM
ssl.keystore.location=${fileOf(security, 'server.pem')}
ssl.truststore.type=PEM
ssl.truststore.location=${fileOf(security, 'ca.pem')}
ssl.principal.mapping.rules=RULE:^CN=([^,]+).*$/$1/
listener.name.ssl.ssl.client.auth=required
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:ANONYMOUS;User:${username}
`;
}

/** JVM arguments of a secured broker: Kafka reads a key set from a file only where this allows it. */
export function securityArguments(security: SecurityState): string[] {
  return [`-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=${jwksUrl(security)}`];
}

function jwksUrl(security: SecurityState): string {
  return pathToFileURL(fileOf(security, 'jwks.json')).href;
}

/** Arguments of the storage tool that make the users' SCRAM credentials. */
export function scramArguments(security: SecurityState): string[] {
  const users = Object.entries(security.users);
  return ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) =>
    users.flatMap(([user, password]) => [
      '--add-scram',
      `${mechanism}=[name=${user},password=${password},iterations=4096]`,
    ]),
  );
}
