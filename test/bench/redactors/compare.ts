/**
 * What other redactors of npm find in labelled messages, scored as `sigilo eval` scores: side by side with Sigilo.
 * Usage: npm ci --prefix test/bench/redactors --ignore-scripts, then
 *        node test/bench/redactors/compare.ts FILE.jsonl…
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createDetector } from '../../../src/core/detect/detector.ts';
import { evaluate } from '../../../src/evaluation/evaluation.ts';
import { findInConversations } from '../../../src/evaluation/find-in-conversations.ts';
import { type LabelledMessage, readLabelledMessages } from '../../../src/evaluation/labelled-message.ts';
import type { FoundSpan } from '../../../src/evaluation/score.ts';
import { warmSpeed } from '../../../src/evaluation/warm-speed.ts';
import { readKnowledge } from '../../../src/knowledge-files.ts';
import { changedRanges } from './changed-ranges.ts';

type Redact = (text: string) => string | Promise<string>;

const require = createRequire(import.meta.url);
const { Redactor } = require('@redactpii/node') as { Redactor: new () => { redact(text: string): string } };
const { SyncRedactor } = require('redact-pii') as { SyncRedactor: new () => { redact(text: string): string } };
/** Only installed for this comparison, so that the types of the project must not depend on it. */
const OPEN_REDACTION: string = 'openredaction';
const { OpenRedaction } = (await import(OPEN_REDACTION)) as {
  OpenRedaction: new (options: object) => { detect(text: string): Promise<{ redacted: string }> };
};

const redactPii = new SyncRedactor();
const redactPiiNode = new Redactor();
const openRedaction = new OpenRedaction({ redactionMode: 'placeholder' });
const OTHERS: readonly (readonly [name: string, redact: Redact])[] = [
  ['openredaction', async (text) => (await openRedaction.detect(text)).redacted],
  ['redact-pii', (text) => redactPii.redact(text)],
  ['@redactpii/node', (text) => redactPiiNode.redact(text)],
];

const files = process.argv.slice(2);
const messages = files.flatMap((file) => readLabelledMessages(readFileSync(file, 'utf8')).messages);
const detector = createDetector({ knowledge: readKnowledge() });
const clock = () => performance.now() / 1000;
const makeFind = () => findInConversations(detector);
const { overall, ...parts } = evaluate(messages, makeFind(), clock);
tell('sigilo', { overall: { ...overall, messagesPerSecond: warmSpeed(messages, makeFind, clock) }, ...parts });
for (const [name, redact] of OTHERS) {
  const found = new Map<LabelledMessage, readonly FoundSpan[]>();
  // Once unmeasured, so that nobody is charged for the compiler.
  for (const { text } of messages) await redact(text);
  const began = performance.now();
  const redacted: string[] = [];
  for (const { text } of messages) redacted.push(await redact(text));
  const seconds = (performance.now() - began) / 1000;
  for (const [index, message] of messages.entries()) {
    const ranges = changedRanges(message.text, redacted[index] ?? '');
    found.set(
      message,
      ranges.map((range) => ({ ...range, entity: 'OTHER_ID' as const })),
    );
  }
  let reads = 0;
  tell(
    name,
    evaluate(
      messages,
      (message) => found.get(message) ?? [],
      () => (reads++ === 0 ? 0 : seconds),
    ),
  );
}

function tell(name: string, { overall, byLanguage }: ReturnType<typeof evaluate>): void {
  const { entityRecall, tokenPrecision, messagesLeaking, phiFreeAltered, messagesPerSecond } = overall;
  console.log(
    JSON.stringify({
      redactor: name,
      ...{ entityRecall, tokenPrecision, messagesLeaking, phiFreeAltered, messagesPerSecond },
      byLanguage: Object.fromEntries(
        Object.entries(byLanguage).map(([language, shares]) => [
          language,
          [shares.entityRecall, shares.tokenPrecision, shares.phiFreeAltered],
        ]),
      ),
    }),
  );
}
