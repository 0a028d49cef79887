import type { Explanation } from './explanation.ts';

/** Brokers and schema registry: reaching them, and being let in. */
export const CONNECTION_EXPLANATIONS = {
  'registry.unavailable': {
    why: 'The registry did not answer in time, answered with a server error, or with something that is no answer of a registry.',
    recognise:
      '`status` is the HTTP status, if there was one. sigilo_registry_requests_total{outcome="unavailable"} grows.',
    steps: [
      'Try `curl URL/subjects` with the url of sigilo.yaml, from the machine of the worker.',
      'For Apicurio the path is part of the url: …/apis/ccompat/v7.',
      'Mend the registry: partitions that need a schema go on by themselves.',
    ],
    consequence: 'waits',
  },
  'registry.tls': {
    why: 'The certificate of the registry is not trusted, is for another name or has expired, or the registry does not accept ours.',
    recognise: '`errorType` is the name of the TLS fault.',
    steps: [
      'Unknown authority: name its certificate as registry.ssl.ca.',
      'Other name: use a host name that the certificate lists.',
      'Expired: renew it. Files are read again for each request.',
    ],
    consequence: 'refusedOrWaits',
  },
  'registry.unauthorized': {
    why: 'The registry answered 401 or 403: the credentials are wrong, expired, or may not read subjects.',
    recognise: 'sigilo_registry_requests_total{outcome="unauthorized"} grows.',
    steps: [
      'Check user and password, or the token, with `curl -u` against URL/subjects.',
      'The worker needs to read schemas and to look schemas up; it never registers.',
      'Write the new secret into its file: it is read for each request, without a restart.',
    ],
    consequence: 'waits',
  },
  'registry.incompatible': {
    why: 'The new sink schema is not compatible with the versions that its subject holds, by the rule that the registry has for it.',
    recognise: '`subject` names it; `sigilo plan` shows the sink schema.',
    steps: [
      'See whether the policy or the source schema has changed in a way that was not meant.',
      'If it was meant, send the new shape to a new sink topic, and let readers move over.',
    ],
    consequence: 'command',
  },
  'kafka.unavailable': {
    why: 'No broker accepted a connection, or none answered in time. Or a broker answers, but refuses to read one partition: then that one alone waits.',
    recognise: '`thrown` or `errorType` names the kind of fault; the log has a line for each broker that failed.',
    steps: [
      'Check kafka.brokers: host and port as the brokers advertise them for your network.',
      'Try `nc -vz HOST PORT` from the machine of the worker; look at firewall and NetworkPolicy.',
      'A broker with TLS closes connections without it: give kafka.ssl.',
      'Single partitions with `errorType` KAFKA_STORAGE_ERROR or UNKNOWN: look at the disks and the log of their leader; another replica takes over by itself.',
    ],
    consequence: 'waitsOrEnds',
  },
  'kafka.tls': {
    why: 'The certificate of a broker is not trusted, is for another name or has expired, or the broker does not accept ours.',
    recognise: '`errorType` is the name of the TLS fault.',
    steps: [
      'Unknown authority: name its certificate as kafka.ssl.ca.',
      'Other name: use host names that the certificates list, also in the listeners that the brokers advertise.',
      'Expired: renew it. Files are read again for each connection.',
    ],
    consequence: 'waitsOrEnds',
  },
  'connection.plaintext': {
    why: 'A broker or the registry is on another machine, and the connection has no TLS. Raw records hold what patients write; a schema that somebody changed on its way may give a field another meaning. Without TLS there are no credentials either: they are never sent in the clear.',
    recognise: '`setting` says which connection, `address` where it leads.',
    steps: [
      'Brokers: use a listener with TLS, and give kafka.ssl ({} trusts public authorities, ca names your own).',
      'Registry: use an https address.',
      'If something else encrypts the way, such as a service mesh or a tunnel, the warning may stand.',
    ],
    consequence: 'warning',
  },
  'kafka.unauthorized': {
    why: 'The brokers refused user or password, or a permission was taken away while the worker ran.',
    recognise: '`errorType` with SASL in it means the login; with AUTHORIZATION, a permission.',
    steps: [
      'Check mechanism, user and password of kafka.sasl.',
      'For permissions run `sigilo check`: it names each one that is missing.',
      'Renewed passwords are read from their file at the next login.',
    ],
    consequence: 'waitsOrEnds',
  },
  'kafka.permission_missing': {
    why: 'The access control lists of the brokers do not allow the worker something that it needs.',
    recognise: '`operation` on `resource` is what is missing. The check asks the brokers; it tries nothing out.',
    steps: [
      'Allow that operation to the user of the worker: deploy/kafka has a script for the least set.',
      'A transactional id ends in *: allow it as a prefixed resource.',
      'Run `sigilo check` again; brokers may take some seconds to know of new permissions.',
    ],
    consequence: 'refused',
  },
} as const satisfies Readonly<Record<string, Explanation>>;
