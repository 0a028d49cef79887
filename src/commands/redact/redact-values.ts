import { type Conversation, commit, createConversationMemory, recall, stage } from '../../core/conversation-memory.ts';
import type { Detector, Span } from '../../core/detect/detector.ts';
import { joinSpans } from '../../core/detect/join-spans.ts';
import { createValueRecall } from '../../core/detect/recall-values.ts';
import type { Turn } from '../../core/detect/turn.ts';
import type { KnownValue } from '../../core/entity.ts';
import { learnFrom } from '../../core/learn-from-text.ts';
import { placeholder } from '../../core/treat/redact.ts';

/** Redacts texts, and the texts in values of JSON, and tells what was found in them. */
export interface ValueRedactor {
  /** A text, or a value of JSON with every string, name and number of it; null: it belongs to no conversation. */
  message(value: unknown, conversation: string | null): unknown;
}

/** Is told of each text in which something was found: the how-manieth text it is since the last line began. */
export type TellSpans = (spans: readonly Span[]) => void;

const NO_VALUES: readonly KnownValue[] = [];
/** Conversations that are remembered at a time. */
const MEMORY_LIMITS = { conversations: 10_000, bytes: 64 << 20 };

/** Makes a redactor; with conversations named, what one message tells is found again in the later ones. */
export function createValueRedactor(detector: Detector, tell: TellSpans): ValueRedactor {
  const memory = createConversationMemory(MEMORY_LIMITS);
  const search = createValueRecall();
  let earlier: Conversation | null = null;
  let learned: KnownValue[] = [];
  let turn: Turn | null = null;
  let longest = -1;
  let remembers = false;

  /** All texts of a message are looked at with what came before it; its longest tells what may come next. */
  function find(text: string): readonly Span[] {
    const found = detector.find(text, NO_VALUES, earlier?.turn ?? null);
    const spans = joinSpans(found, search.find(text, NO_VALUES), 0, detector.allowed());
    if (remembers) for (const value of learnFrom(text, spans, detector.lists)) learned.push(value);
    if (text.length > longest) {
      longest = text.length;
      turn = detector.turn();
    }
    return spans;
  }

  function redactMessage(value: unknown, conversation: string | null): unknown {
    earlier = conversation === null ? null : recall(memory, conversation);
    search.begin(earlier?.known ?? NO_VALUES, detector.lists);
    learned = [];
    remembers = conversation !== null;
    turn = earlier?.turn ?? null;
    longest = -1;
    const redacted = redactValue(value);
    if (conversation !== null) {
      stage(memory, conversation, learned, turn);
      commit(memory);
    }
    return redacted;
  }

  function redactText(text: string): string {
    const spans = find(text);
    tell(spans);
    let redacted = '';
    let from = 0;
    for (const { start, end, entity } of spans) {
      redacted += text.slice(from, start) + placeholder(entity);
      from = end;
    }
    return redacted + text.slice(from);
  }

  function redactValue(value: unknown): unknown {
    if (typeof value === 'string') return redactText(value);
    if (typeof value === 'number') return redactNumber(value);
    if (Array.isArray(value)) return value.map(redactValue);
    return typeof value === 'object' && value !== null ? redactObject(value) : value;
  }

  /** Names that become equal get #2, #3 in their order, so that no value is lost. */
  function redactObject(value: object): unknown {
    const taken = new Set(Object.keys(value));
    const counts = new Map<string, number>();
    const redacted = Object.entries(value).map(([name, item]): [string, unknown] => {
      const bare = redactText(name);
      if (bare === name) return [name, redactValue(item)];
      let numbered: string;
      do {
        const count = (counts.get(bare) ?? 0) + 1;
        counts.set(bare, count);
        numbered = count === 1 ? bare : `${bare}#${count}`;
      } while (taken.has(numbered));
      taken.add(numbered);
      return [numbered, redactValue(item)];
    });
    return Object.fromEntries(redacted);
  }

  /** A number that reads like an identifier becomes a placeholder; all others stay numbers. */
  function redactNumber(value: number): unknown {
    const text = String(value);
    const redacted = redactText(text);
    return redacted === text ? value : redacted;
  }

  return { message: redactMessage };
}
