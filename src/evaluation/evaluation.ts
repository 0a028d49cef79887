import type { LabelledMessage } from './labelled-message.ts';
import { createTally, type FoundSpan, scoreMessage, type Tally } from './score.ts';

/**
 * Shares (0 to 1, null when there is nothing to count) with the numbers behind them: `entityRecall` and `typedRecall` of
 * `spans`, `tokenPrecision` of `redactedTokens`, `messagesLeaking` of `messages`, `phiFreeAltered` of `phiFreeMessages`.
 */
export interface Shares {
  readonly entityRecall: number | null;
  readonly typedRecall: number | null;
  readonly tokenPrecision: number | null;
  readonly messagesLeaking: number | null;
  readonly phiFreeAltered: number | null;
  readonly messages: number;
  readonly spans: number;
  readonly phiFreeMessages: number;
  readonly redactedTokens: number;
}

export interface Evaluation {
  readonly overall: Shares & { readonly messagesPerSecond: number };
  readonly byLanguage: Readonly<Record<string, Shares>>;
  readonly byLabel: Readonly<Record<string, Shares>>;
}

/** Evaluates what `find` finds in each message, in order; `seconds` tells the time since any fixed moment. */
export function evaluate(
  messages: readonly LabelledMessage[],
  find: (message: LabelledMessage) => readonly FoundSpan[],
  seconds: () => number,
): Evaluation {
  const began = seconds();
  const found = messages.map(find);
  const elapsed = seconds() - began;
  const whole = createTally();
  const byLabel = new Map<string, Tally>();
  const languages = new Map<string, { tally: Tally; byLabel: Map<string, Tally> }>();
  // So that a label's tally counts every message, also those before the first that has it.
  for (const { spans } of messages)
    for (const { label } of spans) if (!label.endsWith('*') && !byLabel.has(label)) byLabel.set(label, createTally());
  messages.forEach((message, index) => {
    const spans = found[index] as readonly FoundSpan[];
    scoreMessage(message, spans, whole, byLabel);
    const language = languages.get(message.lang) ?? { tally: createTally(), byLabel: new Map() };
    languages.set(message.lang, language);
    scoreMessage(message, spans, language.tally, language.byLabel);
  });
  return {
    overall: { ...sharesOf(whole), messagesPerSecond: elapsed > 0 ? Math.round(messages.length / elapsed) : 0 },
    byLanguage: sorted([...languages].map(([language, { tally }]) => [language, sharesOf(tally)])),
    byLabel: sorted([...byLabel].map(([label, tally]) => [label, sharesOf(tally)])),
  };
}

function sorted<Value>(entries: [string, Value][]): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function sharesOf(tally: Tally): Shares {
  return {
    entityRecall: share(tally.coveredSpans, tally.spans),
    typedRecall: share(tally.typedSpans, tally.spans),
    tokenPrecision: share(tally.rightTokens, tally.redactedTokens),
    messagesLeaking: share(tally.messagesLeaking, tally.messages),
    phiFreeAltered: share(tally.phiFreeAltered, tally.phiFreeMessages),
    messages: tally.messages,
    spans: tally.spans,
    phiFreeMessages: tally.phiFreeMessages,
    redactedTokens: tally.redactedTokens,
  };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}
