import type { Detector } from '../core/detect/detector.ts';
import { createFindings, resetFindings } from '../core/detect/findings.ts';
import type { Knowledge } from '../core/detect/names/name-model.ts';
import { createTagger, tagText } from '../core/detect/names/tagger.ts';
import type { EntityType } from '../core/entity.ts';
import { createTextView, originalEnd, originalOffset, readText } from '../core/text/text-view.ts';
import { createTokens, readTokens } from '../core/text/tokens.ts';
import { type Evaluation, evaluate } from '../evaluation/evaluation.ts';
import type { CorpusMessage } from './corpus-message.ts';
import { turnsBefore } from './prepare-examples.ts';

const view = createTextView();
const tokens = createTokens();
const findings = createFindings();

/** Rules, and then the tagger, once over each message: near enough to the whole detector to choose between models. */
export function measure(messages: readonly CorpusMessage[], rules: Detector, knowledge: Knowledge): Evaluation {
  const tagger = createTagger(knowledge);
  const turns = turnsBefore(messages, rules);
  let index = 0;
  return evaluate(
    messages as never,
    ({ text }) => {
      const turn = turns[index++]!;
      const spans: { start: number; end: number; entity: EntityType }[] = rules
        .find(text, [], turn)
        .map((one) => ({ ...one }));
      readText(view, text);
      readTokens(view, tokens);
      resetFindings(findings, view.length);
      for (let at = 0; at < view.length; at++) {
        const place = originalOffset(view, at);
        if (spans.some(({ start, end }) => start <= place && place < end)) findings.cover[at] = 1;
      }
      findings.coveredEnd = view.length;
      tagText(tagger, view, tokens, findings, 0, turn?.asked ?? 0);
      for (const { start, end, entity } of findings.list) {
        spans.push({ start: originalOffset(view, start), end: originalEnd(view, end), entity });
      }
      return spans;
    },
    () => performance.now() / 1000,
  );
}

const percent = (share: number | null): string => (share === null ? '-' : (share * 100).toFixed(1));

/** Prints shares of all, of each language and of each label. */
export function printMeasure(name: string, { overall, byLanguage, byLabel }: Evaluation): void {
  const rows = { all: overall, ...byLanguage };
  for (const [key, row] of Object.entries(rows)) {
    console.error(
      `${name} ${key}: recall ${percent(row.entityRecall)} precision ${percent(row.tokenPrecision)} altered ${percent(row.phiFreeAltered)} (${row.spans} spans, ${row.messages} messages)`,
    );
  }
  console.error(
    Object.entries(byLabel)
      .map(([label, row]) => `${label} ${percent(row.entityRecall)}/${row.spans}`)
      .join('  '),
  );
}
