import { createDetector } from '../core/detect/detector.ts';
import type { Knowledge } from '../core/detect/names/name-model.ts';
import { type Evaluation, evaluate } from '../evaluation/evaluation.ts';
import type { CorpusMessage } from './corpus-message.ts';
import { turnsBefore } from './prepare-examples.ts';

/** The whole detector over messages of conversations, without memory. */
export function measure(messages: readonly CorpusMessage[], knowledge: Knowledge): Evaluation {
  const detector = createDetector({ knowledge });
  const turns = turnsBefore(messages, detector);
  let index = 0;
  return evaluate(
    messages,
    ({ text }) => detector.find(text, [], turns[index++]!),
    () => performance.now() / 1000,
  );
}

const percent = (share: number | null): string => (share === null ? '-' : (share * 100).toFixed(1));

/** Lines that tell the shares of all, of each language and of each label. */
export function describeMeasure(name: string, { overall, byLanguage, byLabel }: Evaluation): string {
  const rows = Object.entries({ all: overall, ...byLanguage }).map(
    ([key, row]) =>
      `${name} ${key}: recall ${percent(row.entityRecall)} precision ${percent(row.tokenPrecision)} ` +
      `altered ${percent(row.phiFreeAltered)} (${row.spans} spans, ${row.messages} messages)`,
  );
  const labels = Object.entries(byLabel).map(([label, row]) => `${label} ${percent(row.entityRecall)}/${row.spans}`);
  return [...rows, labels.join('  ')].join('\n');
}
