import { performance } from 'node:perf_hooks';
import { Command } from 'commander';
import { createDetector } from '../core/detect/detector.ts';
import { SigiloError } from '../errors.ts';
import { evaluate } from '../evaluation/evaluation.ts';
import { findAlone, findInConversations } from '../evaluation/find-in-conversations.ts';
import { type LabelledMessage, readLabelledMessages } from '../evaluation/labelled-message.ts';
import { readKnowledge } from '../knowledge-files.ts';
import { describeEvaluation } from './eval/describe-evaluation.ts';
import { readInput } from './read-input.ts';

interface EvalOptions {
  readonly json?: boolean;
  readonly memory: boolean;
}

/** The command `sigilo eval`: how much of what is labelled in a file the detector finds, and what it finds wrongly. */
export function evalCommand(): Command {
  return new Command('eval')
    .description('measure the detector on labelled messages: recall, precision, leaks, altered messages, speed')
    .argument('<files...>', 'JSON lines {id, lang, text, spans: [{start, end, label}], conversation?, turn?}')
    .option('--no-memory', 'treat each message alone, without its conversation')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nA label that ends in * is neither required nor counted as wrong.\n\nExample:\n  $ sigilo eval messages.jsonl --json',
    )
    .action((files: readonly string[], options: EvalOptions) => {
      const messages = files.flatMap((file, index) => inOwnConversations(readMessages(file), index));
      const detector = createDetector({ knowledge: readKnowledge() });
      const find = options.memory ? findInConversations(detector) : findAlone(detector);
      const result = evaluate(messages, find, () => performance.now() / 1000);
      console.log(options.json ? JSON.stringify(result) : describeEvaluation(result).join('\n'));
    });
}

function readMessages(file: string): readonly LabelledMessage[] {
  const { messages, faults } = readLabelledMessages(readInput(file));
  if (faults.length > 0) {
    throw new SigiloError('input.invalid', {
      file,
      faults: faults.map(({ line, fault }) => `line ${line}: ${fault}`),
    });
  }
  if (messages.length === 0) throw new SigiloError('input.invalid', { file, faults: ['there is no message in it'] });
  return messages;
}

/** Conversations of two files that have one name are two. */
function inOwnConversations(messages: readonly LabelledMessage[], file: number): readonly LabelledMessage[] {
  return messages.map((message) =>
    message.conversation === null ? message : { ...message, conversation: `${file}/${message.conversation}` },
  );
}
