import type { z } from 'zod';
import { didYouMean } from '../core/edit-distance.ts';
import { printable } from './environment.ts';
import { knownWords } from './known-words.ts';
import type { Path } from './yaml-document.ts';

/** One fault: where, and a sentence that holds no value. */
export interface Fault {
  readonly path: Path;
  readonly text: string;
}

/** Turns zod's issues into faults, with texts of our own where zod's could be read better. */
export function describeIssues(issues: readonly z.core.$ZodIssue[]): Fault[] {
  return issues.flatMap((issue) => {
    const path = issue.path as Path;
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => ({ path: [...path, key], text: unknownWord(key, knownWords(path)) }));
      case 'invalid_type':
        return [
          { path, text: issue.message.endsWith('received undefined') ? 'is missing' : `must be ${article(issue)}` },
        ];
      case 'invalid_key':
        return issue.issues.map(({ message }) => ({ path, text: message }));
      case 'invalid_value':
        return [{ path, text: `must be one of ${issue.values.map(String).join(', ')}` }];
      default:
        return [{ path, text: issue.message }];
    }
  });
}

/** Words by which other programs weaken TLS or take secrets: whoever writes one should learn what to do instead. */
const WEAKER_TLS =
  /^(rejectUnauthorized|checkServerIdentity|servername|insecure(SkipVerify)?|skipVerify|verify\w*|minVersion|maxVersion|ciphers|endpointIdentificationAlgorithm|hostnameVerification)$/i;
const SECRET_WORDS = /^(password|token|secret|passphrase|bearer|accessToken)$/i;

function unknownWord(word: string, known: readonly string[]): string {
  if (WEAKER_TLS.test(word)) {
    return 'unknown word: certificates and host names are always checked, this is not to be turned off; name the authority as ca';
  }
  return SECRET_WORDS.test(word)
    ? 'unknown word: no secret is written into this file; name its file or its variable'
    : `unknown word${didYouMean(word, known)}`;
}

function article(issue: { expected: string; message: string }): string {
  // A message of our own (`must be a whole number`) is kept.
  if (!issue.message.startsWith('Invalid input')) return issue.message.replace(/^must be /, '');
  return /^[aeio]/.test(issue.expected) ? `an ${issue.expected}` : `a ${issue.expected}`;
}

/** `routes[1].source`; the words of the path come from the file and are made printable. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? printable(step) : `${text}.${printable(step)}`;
  }, '');
}
