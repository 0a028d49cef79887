import type { Environment } from './environment.ts';

/** Variables that make the process print, or weaken, what it must protect: when they are refused, and why. */
const VARIABLES: readonly (readonly [name: string, isRefused: (value: string) => boolean, why: string])[] = [
  ['KAFKAJS_DEBUG_PROTOCOL_BUFFERS', isSet, 'it prints record contents'],
  ['KAFKAJS_DEBUG_EXTENDED_PROTOCOL_BUFFERS', isSet, 'it prints record contents'],
  ['NODE_DEBUG', isSet, 'it prints requests with their credentials'],
  ['NODE_TLS_REJECT_UNAUTHORIZED', (value) => value === '0', 'it turns off the check of certificates; give ca instead'],
];

/** Flags of Node that let others read the memory of the process, or what it sends. */
const FLAGS: readonly (readonly [flag: RegExp, why: string])[] = [
  [/^--(inspect|debug)/, 'whoever reaches the inspector reads records and keys'],
  [/^--heapsnapshot-/, 'a heap snapshot holds records and keys'],
  [/^--(report-on-|report-uncaught-)/, 'a report holds the environment, where secrets may be'],
  [/^--abort-on-uncaught-exception$/, 'a core dump holds records and keys'],
  [/^--(tls-keylog|trace-tls)/, 'it gives away what TLS protects'],
  [/^--experimental-(default-)?config-file$/, 'flags in a file are not seen here: write them on the command line'],
];

function isSet(value: string): boolean {
  return value !== '';
}

/**
 * What in the environment and in Node's own flags must not be there while records are in memory; one sentence a fault.
 * @param flags of the process, without those of NODE_OPTIONS
 * @param isInspected true when the inspector listens already, whatever opened it
 */
export function processFaults(environment: Environment, flags: readonly string[], isInspected: boolean): string[] {
  const variables = VARIABLES.filter(([name, isRefused]) => isRefused(environment[name] ?? '')).map(
    ([name, , why]) => `environment: ${name}: must not be set, ${why}`,
  );
  const options = splitOptions(environment.NODE_OPTIONS ?? '');
  const refused = [...flagFaults(options, 'environment: NODE_OPTIONS'), ...flagFaults(flags, 'node')];
  if (isInspected && refused.length === 0) refused.push('node: the inspector is open: start without it');
  return [...variables, ...refused];
}

/** Splits NODE_OPTIONS as Node does: at spaces outside of quotes, which may begin in the middle of a word and hide `\\x`. */
function splitOptions(text: string): string[] {
  const words = text.match(/(?:"(?:[^"\\]|\\.)*"?|[^\s"])+/gs) ?? [];
  return words.map((word) =>
    word.replace(/"((?:[^"\\]|\\.)*)"?/gs, (_, quoted: string) => quoted.replace(/\\(.)/gs, '$1')),
  );
}

function flagFaults(flags: readonly string[], where: string): string[] {
  return flags.flatMap((flag) => {
    // Node takes underscores for hyphens in its flags.
    const name = (flag.split('=', 1)[0] ?? '').replaceAll('_', '-');
    const reason = FLAGS.find(([pattern]) => pattern.test(name))?.[1];
    return reason === undefined ? [] : [`${where}: ${name}: must not be given, ${reason}`];
  });
}
