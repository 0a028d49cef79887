import type { Explanation } from './explanation.ts';

/** Configuration, policies, schemas, keys and the commands around them. */
export const CONFIGURATION_EXPLANATIONS = {
  'config.invalid': {
    why: 'A word in sigilo.yaml is unknown, a value has another form than is asked for, settings contradict one another, or the environment holds a variable or flag that would print or weaken what Sigilo protects.',
    recognise: 'The message lists every fault with its line, or with the name of the environment variable.',
    steps: [
      'Correct each fault listed; the README has a table of all settings.',
      'Point your editor to schemas/config.schema.json: it marks unknown words while you type.',
      'Run `sigilo check --config sigilo.yaml`.',
    ],
    consequence: 'refused',
  },
  'config.secret_unreadable': {
    why: 'A file of a password, token, key or certificate is missing, empty, readable by others, or does not hold what its setting says.',
    recognise: 'The message names the setting and what is wrong with the file. The contents are never shown.',
    steps: [
      'Create the file, or correct the path: it is relative to the directory of sigilo.yaml.',
      'chmod 600 it, or mount it with mode 0440 and the group of the process.',
      'Renewed files are read again by themselves: no restart is needed.',
    ],
    consequence: 'refused',
  },
  'node.version': {
    why: 'The command was started with a Node.js that cannot run it.',
    recognise: '`node --version` prints less than 22.18.',
    steps: ['Use Node.js 24, as the image does.', 'In the repository, use `npm run`: it brings its own Node.js.'],
    consequence: 'command',
  },
  'policy.invalid': {
    why: 'A policy has an unknown word, a treatment that does not fit the field, a treatment weaker than its profile allows, or a path that no version of the schema has.',
    recognise: 'The message lists every fault of all policies as file:line.',
    steps: [
      'Correct the lines; `sigilo plan --schema FILE --policy FILE` repeats the check without Kafka.',
      'For a path that no schema has: look for a typing error, or for a field that was renamed.',
    ],
    consequence: 'refused',
  },
  'policy.incomplete': {
    why: 'Fields have no rule, rules have no field, or sink schemas are not registered.',
    recognise: '`sigilo plan` ends with 1 and lists what is open.',
    steps: [
      'Give each field listed a treatment, or remove the rule that nothing uses.',
      'Register missing sink schemas with `sigilo plan --config sigilo.yaml --register`.',
    ],
    consequence: 'command',
  },
  'plan.changed': {
    why: 'What the fields get, or the sink schemas, is no longer what the committed plan.lock.json says.',
    recognise: '`sigilo plan --diff` ends with 1 and lists each change.',
    steps: [
      'Read the changes: each is one in what readers of the sink will see.',
      'If all are meant, write the lock file anew with `sigilo plan --lock` and commit it with the policy.',
    ],
    consequence: 'command',
  },
  'plan.warned': {
    why: 'A policy does something that is allowed and most likely a mistake: it keeps what its name says to identify, or by a pattern that lets names, e-mails or sentences through.',
    recognise:
      '`sigilo plan --strict` ends with 1 and lists each warning; without --strict they stand under the table.',
    steps: [
      'Give the field a treatment (tokenize, redact, detect, drop), or the shape of what it really holds: { oneOf }, a narrower pattern, a range.',
      'Repeat `sigilo plan --strict`.',
    ],
    consequence: 'command',
  },
  'output.exists': {
    why: 'A file of that name exists, and is not overwritten.',
    recognise: 'The message names the file.',
    steps: ['Name another file, or move the old one away.'],
    consequence: 'command',
  },
  'output.unwritable': {
    why: 'The file could not be written: its directory is missing, or this user may not write there.',
    recognise: 'The message names the file.',
    steps: ['Create the directory, or name a place where this user may write.'],
    consequence: 'command',
  },
  'schema.invalid': {
    why: 'The text is no Avro schema, or it refers to a schema that was not given.',
    recognise: 'The message names the file or the subject.',
    steps: ['Correct the schema.', 'Give the schemas that it refers to as well.'],
    consequence: 'command',
  },
  'model.unreadable': {
    why: 'The detector needs two files of the package: models/names.bin, which finds names, places and dates, and models/words.bin, the word lists. One of them is missing, may not be read by this user, is damaged, holds nothing, or was made by another version of Sigilo. Nothing is redacted without them: names would pass.',
    recognise: 'The message names the file and what is wrong with it.',
    steps: [
      'Installed from npm: install the package again.',
      'In a clone: `git checkout models`; `git status` shows whether a training has overwritten them.',
      'In an image of your own: copy the folder models beside dist, readable by the user of the worker.',
      'After changing the features or the word lists, make both anew: `npm run lists`, then `npm run train`.',
    ],
    consequence: 'refused',
  },
  'keys.unreadable': {
    why: 'The key directory or the file of a configured key version is missing, empty, holds no 32 bytes in base64, or is not random.',
    recognise: 'The message names the file.',
    steps: [
      'For a first start: `sigilo keys generate --directory keys --identity quarantine.identity`.',
      'Otherwise restore the file from your backup: with a new key, tokens no longer join with older ones.',
      'Compare the check values of `sigilo keys list` between machines.',
    ],
    consequence: 'refused',
  },
  'keys.exposed': {
    why: 'The key file, its directory or a link to it can be read or changed by other users of the machine, or belongs to one of them.',
    recognise: '`ls -ld` of the path named shows rights for others, or another owner.',
    steps: [
      'chmod 600 the file and chmod 700 its directory; chown both to the user of the worker.',
      'Consider who could have read it: whoever has the key can test guesses against tokens.',
      'If it may be stolen, add a version with `sigilo keys rotate` and make it the active one.',
    ],
    consequence: 'refused',
  },
  'keys.mismatch': {
    why: 'The key file of this version holds another key than the one that keys.check pins: a lost key was made anew, or two machines made one each. Tokens of both look alike, and none of one joins with any of the other.',
    recognise:
      'The message names the file with its check value and the one that the configuration expects. `sigilo keys list --directory DIR` shows check values.',
    steps: [
      'Find out which key made the tokens that the sinks hold: the machine or backup whose check value is the pinned one.',
      'Put that key file back, mode 0600.',
      'If it is lost for good, take a version that was never used: `sigilo keys generate --directory NEW --version k2`, then keys.active and keys.check. docs/keys.md tells the rest.',
      'Change the pinned value only when no record was ever made with the old key.',
    ],
    consequence: 'refused',
  },
  'keys.unpinned': {
    why: 'keys.check does not name the check value of a key version that is in use. Were its file exchanged for another key, or were another worker given one of its own, tokens would silently stop to join.',
    recognise: 'The message has the line to add to sigilo.yaml.',
    steps: [
      'Compare the check value with that of `sigilo keys list` on the machine that made the key, or of its backup.',
      'Add it to keys.check, the same in the configurations of all workers.',
    ],
    consequence: 'warning',
  },
  'keys.no_recipient': {
    why: 'quarantine.recipients is empty, so nobody could open quarantined records.',
    recognise: 'sigilo.yaml lists no age1… under quarantine.recipients.',
    steps: [
      'Make an identity away from the worker: `sigilo keys generate --identity quarantine.identity`.',
      'List the public recipient that it prints.',
    ],
    consequence: 'refused',
  },
  'keys.exists': {
    why: 'Keys are never overwritten, and the place named holds one.',
    recognise: 'The message names the file or directory.',
    steps: [
      'To add a version: `sigilo keys rotate --directory DIR`.',
      'To replace a key that is lost: another directory, and a version that was never used: `sigilo keys generate --directory NEW --version k2`.',
    ],
    consequence: 'command',
  },
  'clock.skew': {
    why: 'This machine and the registry disagree on the time. One of them is wrong, and record times are judged by this one.',
    recognise: '`actual` is the difference in seconds; `timedatectl` shows whether the clock is synchronized.',
    steps: ['Switch on NTP where the clock is wrong.', 'Run `sigilo check` again.'],
    consequence: 'warning',
  },
  'http.port': {
    why: 'Another process listens on the port, the address is none of this machine, or the port needs rights that the process lacks.',
    recognise: '`setting` says which listener; `ss -ltnp` shows who holds the port.',
    steps: [
      'Stop the other process, or choose another http.port or http.adminPort.',
      'Two workers on one machine need ports of their own. As a warning of `sigilo check` it says that a worker runs already.',
    ],
    consequence: 'refused',
  },
  'start.refused': {
    why: 'The start checks found more than one fault. They run before anything is consumed.',
    recognise: 'The message lists the faults; the log has one line with level "error" for each, with its code.',
    steps: [
      'Settle each fault; `sigilo explain CODE` helps with each.',
      'Repeat `sigilo check --config sigilo.yaml` until it ends with 0.',
    ],
    consequence: 'refused',
  },
  'check.failed': {
    why: '`sigilo check` found something with which a start would be refused.',
    recognise: 'The faults stand above the message, route by route; with --json they are in `faults`.',
    steps: ['Settle each fault.', 'Run `sigilo check` again; warnings alone let it end with 0.'],
    consequence: 'command',
  },
  'check.incomplete': {
    why: 'The schema registry did not answer `sigilo check`, so the policies were not held against the schemas. Nothing else was found that would refuse a start: a start would go on, and its partitions wait until the registry answers.',
    recognise: '`address` is the registry that was asked.',
    steps: ['See `sigilo explain` with the code that stands above the message.', 'Run `sigilo check` again.'],
    consequence: 'command',
  },
  'input.invalid': {
    why: 'What was given on the command line or on standard input cannot be used.',
    recognise: 'The message names the option, the file or the line.',
    steps: ['Correct it; --help of the command has an example.'],
    consequence: 'command',
  },
  'input.quarantined': {
    why: 'With these policies the worker would quarantine some of the records that were given.',
    recognise: 'Each such record stands on standard error with its reason and, where there is one, its field path.',
    steps: ['Look a reason up with `sigilo explain REASON`.', 'Correct the policy or the records.'],
    consequence: 'command',
  },
  'demo.failed': {
    why: 'A record of the demo did not end where it must, or something planted was found in a sink.',
    recognise: 'The report marks the check that failed.',
    steps: ['Run it with --keep to look at the topics.', 'Report it: this is a bug of Sigilo.'],
    consequence: 'command',
  },
  'demo.interrupted': {
    why: 'The demo got a signal.',
    recognise: 'It was stopped by Ctrl-C or by SIGTERM.',
    steps: ['Run it again: nothing was left behind.'],
    consequence: 'command',
  },
  'stack.requirements': {
    why: 'The local Kafka is started from Maven Central and runs on Java; one of the two programs is missing or too old.',
    recognise: 'The message names the program.',
    steps: ['Install a JDK 17 or newer, and Maven.', '`java -version` and `mvn -version` must both answer.'],
    consequence: 'command',
  },
  'stack.failed': {
    why: 'The local Kafka or registry ended while it was starting, or took longer than a minute.',
    recognise: 'The message names its log file.',
    steps: ['Read the last lines of that log.', 'Free some memory: both together need about 1 GB.'],
    consequence: 'command',
  },
} as const satisfies Readonly<Record<string, Explanation>>;
