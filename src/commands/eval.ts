import { isUtf8 } from 'node:buffer';
import { performance } from 'node:perf_hooks';
import { Command } from 'commander';
import { createDetector, type Detector } from '../core/detect/detector.ts';
import { SigiloError } from '../errors.ts';
import { evaluate } from '../evaluation/evaluation.ts';
import { findAlone, findInConversations } from '../evaluation/find-in-conversations.ts';
import { type LabelledMessage, readLabelledMessages } from '../evaluation/labelled-message.ts';
import { listDifferences } from '../evaluation/list-differences.ts';
import { warmSpeed } from '../evaluation/warm-speed.ts';
import { readKnowledge } from '../knowledge-files.ts';
import { createPolicyDetectors } from '../policy-detectors.ts';
import { readPolicies } from '../policy-file.ts';
import { describeEvaluation } from './eval/describe-evaluation.ts';
import { readInput, readInputBytes } from './read-input.ts';

interface EvalOptions {
  readonly json?: boolean;
  readonly list?: boolean;
  readonly policy?: string;
  readonly memory: boolean;
}

const HELP = `
How to label: start and end count UTF-16 units from 0, and end is that behind the last; names go without title, ages
without unit, dates without weekday. Labels are NAME GEO DATE AGE PHONE FAX EMAIL URL IP NATIONAL_ID MRN HEALTH_PLAN ACCOUNT
LICENSE VEHICLE DEVICE OTHER_ID, or an entity type of Sigilo; one that ends in * is neither required nor counted as wrong.
A file in which no line has spans is taken as without protected data.

"right type" is the share of labelled spans that are covered, and touched by a finding of the type that the label means.

--list prints, and nothing else, {"id", "start", "end", "label", "kind": "left"} for each labelled span of which something
is left, and {"id", "start", "end", "entity", "kind": "wrong"} for words that are redacted without a label. No text is shown.

Exit code: 0 whatever the figures are; 2 when a file cannot be used (each line is named) or an option or policy is wrong.

Examples:
  $ sigilo eval messages.jsonl --json
  $ sigilo eval messages.jsonl --list --policy policies/chat.policy.yaml`;

/** The command `sigilo eval`: how much of what is labelled in a file the detector finds, and what it finds wrongly. */
export function evalCommand(): Command {
  return new Command('eval')
    .description('measure the detector on labelled messages: recall, precision, leaks, altered messages, speed')
    .argument('<files...>', 'JSON lines {id, lang, text, spans: [{start, end, label}], conversation?, turn?}')
    .option('--no-memory', 'treat each message alone, without its conversation')
    .option('--policy <file>', 'search with the recognizers and the allow list of this policy, too')
    .option('--json', 'print one JSON object')
    .option('--list', 'print where labels and findings differ, as JSON lines')
    .addHelpText('after', HELP)
    .action((files: readonly string[], options: EvalOptions) => {
      for (const line of evaluateFiles(files, options)) console.log(line);
    });
}

/** What the command prints. @throws SigiloError input.invalid, policy.invalid */
export function evaluateFiles(files: readonly string[], options: EvalOptions): readonly string[] {
  const { json = false, list = false, policy } = options;
  if (json && list) throw new SigiloError('input.invalid', { faults: ['--list does not work with --json'] });
  const messages = files.flatMap((file, index) => inOwnConversations(readMessages(file), index));
  const detector = policy === undefined ? createDetector({ knowledge: readKnowledge() }) : detectorOf(policy);
  const makeFind = () => (options.memory ? findInConversations(detector) : findAlone(detector));
  const find = makeFind();
  if (list)
    return messages.flatMap((message) => listDifferences(message, find(message)).map((each) => JSON.stringify(each)));
  const clock = () => performance.now() / 1000;
  const { overall, ...parts } = evaluate(messages, find, clock);
  const result = { overall: { ...overall, messagesPerSecond: warmSpeed(messages, makeFind, clock) }, ...parts };
  return json ? [JSON.stringify(result)] : describeEvaluation(result);
}

function detectorOf(file: string): Detector {
  const [policy] = readPolicies([{ file, text: readInput(file) }]);
  if (!policy) throw new SigiloError('policy.invalid', { faults: [`${file}: there is no policy in it`] });
  return createPolicyDetectors(readKnowledge()).detectorOf(policy.detection);
}

function readMessages(file: string): readonly LabelledMessage[] {
  const { messages, faults } = readLabelledMessages(decode(file, readInputBytes(file)));
  if (faults.length > 0) {
    throw new SigiloError('input.invalid', {
      file,
      faults: faults.map(({ line, fault }) => `line ${line}: ${fault}`),
    });
  }
  if (messages.length === 0) throw new SigiloError('input.invalid', { file, faults: ['there is no message in it'] });
  return messages;
}

/** Bytes that are not UTF-8 would be replaced silently, and names with accents be measured as other ones. */
function decode(file: string, bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (isUtf8(bytes)) return text;
  const line =
    bytes
      .toString('latin1')
      .split('\n')
      .findIndex((each) => !isUtf8(Buffer.from(each, 'latin1'))) + 1;
  const fault = `line ${line}: not UTF-8; convert it first (iconv -f latin1 -t utf8)`;
  throw new SigiloError('input.invalid', { file, faults: [fault] });
}

/** Conversations of two files that have one name are two. */
function inOwnConversations(messages: readonly LabelledMessage[], file: number): readonly LabelledMessage[] {
  return messages.map((message) =>
    message.conversation === null ? message : { ...message, conversation: `${file}/${message.conversation}` },
  );
}
