import { commit, createConversationMemory, recall, stage } from '../../core/conversation-memory.ts';
import type { Detector, Range, Span } from '../../core/detect/detector.ts';
import { joinSpans } from '../../core/detect/join-spans.ts';
import { createValueRecall } from '../../core/detect/recall-values.ts';
import type { Turn } from '../../core/detect/turn.ts';
import type { KnownValue } from '../../core/entity.ts';
import { learnFrom } from '../../core/learn-from-text.ts';
import type { Conversation } from '../../core/packed-conversation.ts';
import { placeholder } from '../../core/treat/redact.ts';
import { createConversationRedactor } from './conversation-names.ts';
import { isProgramName, pathOf } from './field-names.ts';
import { numberFinder } from './find-in-number.ts';
import { type ExactNumber, isExactNumber } from './parse-line.ts';

/** Redacts texts, and the texts in values of JSON, and tells what was found in them. */
export interface ValueRedactor {
  /**
   * A text, or a value of JSON with every string, name and number of it; `conversation` null: it belongs to none. The
   * property `field` names the conversation: it is no message, and is the same in all lines of one.
   */
  message(value: unknown, conversation: string | null, field?: string | null): unknown;
}

/** Where a text stands: `messages[1].text`, empty for a whole line; for the name of a property, the property's own path. */
export interface TextPlace {
  readonly path: string;
  readonly isName: boolean;
}

/** Is told of each text in which something may have been found. */
export type TellSpans = (spans: readonly Span[], place: TextPlace) => void;

const NO_VALUES: readonly KnownValue[] = [];
/** Conversations that are remembered at a time. */
const MEMORY_LIMITS = { conversations: 10_000, bytes: 64 << 20 };

/** Makes a redactor; with conversations named, what one message tells is found again in the later ones. */
export function createValueRedactor(detector: Detector, tell: TellSpans): ValueRedactor {
  const memory = createConversationMemory(MEMORY_LIMITS);
  const search = createValueRecall();
  const findInNumber = numberFinder();
  const redactConversation = createConversationRedactor(detector);
  let earlier: Conversation | null = null;
  let learned: KnownValue[] = [];
  let turn: Turn | null = null;
  let mostSaid = -1;
  let remembers = false;

  function withKnown(text: string, found: readonly Span[], allowed: readonly Range[]): readonly Span[] {
    const spans = joinSpans(found, search.find(text, NO_VALUES), 0, allowed);
    if (remembers) for (const value of learnFrom(text, spans, detector.lists)) learned.push(value);
    return spans;
  }

  /** All texts of a message are looked at with what came before it; that with the most words tells what may come next. */
  function find(text: string): readonly Span[] {
    const found = detector.find(text, NO_VALUES, earlier?.turn ?? null);
    const spans = withKnown(text, found, detector.allowed());
    const said = saidBy(text);
    if (said > mostSaid) {
      mostSaid = said;
      turn = detector.turn();
    }
    return spans;
  }

  function redactMessage(value: unknown, conversation: string | null, field: string | null = null): unknown {
    earlier = conversation === null ? null : recall(memory, conversation);
    search.begin(earlier?.known ?? [], detector.lists);
    learned = [];
    remembers = conversation !== null;
    turn = earlier?.turn ?? null;
    mostSaid = -1;
    const redacted = redactValue(value, '', '', conversation === null ? null : field);
    if (conversation !== null) {
      stage(memory, conversation, learned, turn);
      commit(memory);
    }
    return redacted;
  }

  function replace(text: string, spans: readonly Span[], place: TextPlace): string {
    tell(spans, place);
    let redacted = '';
    let from = 0;
    for (const { start, end, entity } of spans) {
      redacted += text.slice(from, start) + placeholder(entity);
      from = end;
    }
    return redacted + text.slice(from);
  }

  /** `property` is the name of what holds the value; `field` the property of it that names the conversation. */
  function redactValue(value: unknown, path: string, property: string, field: string | null = null): unknown {
    if (typeof value === 'string') return replace(value, find(value), { path, isName: false });
    if (typeof value === 'number') return redactNumber(value, String(value), path, property);
    if (isExactNumber(value)) return redactNumber(value, value.rawJSON, path, property);
    if (Array.isArray(value)) return value.map((item, index) => redactValue(item, `${path}[${index}]`, property));
    return typeof value === 'object' && value !== null ? redactObject(value, path, field) : value;
  }

  /** Names that become equal get #2, #3 in their order, so that no value is lost. */
  function redactObject(value: object, path: string, field: string | null): unknown {
    const taken = new Set(Object.keys(value));
    const counts = new Map<string, number>();
    const redacted = Object.entries(value).map(([name, item]): [string, unknown] => {
      if (name === field) return [name, redactNamer(item, pathOf(path, name))];
      const bare = redactName(name, path);
      const inner = bare === name ? pathOf(path, name) : pathOf(path, '');
      if (bare === name) return [name, redactValue(item, inner, name)];
      let numbered: string;
      do {
        const count = (counts.get(bare) ?? 0) + 1;
        counts.set(bare, count);
        numbered = count === 1 ? bare : `${bare}#${count}`;
      } while (taken.has(numbered));
      taken.add(numbered);
      return [numbered, redactValue(item, inner, '')];
    });
    return Object.fromEntries(redacted);
  }

  /** A name that a program gave is nobody's, unless the conversation has named somebody so. */
  function redactName(name: string, parent: string): string {
    const found = isProgramName(name) ? [] : detector.find(name, NO_VALUES);
    const spans = withKnown(name, found, found.length === 0 ? [] : detector.allowed());
    return replace(name, spans, { path: pathOf(parent, spans.length === 0 ? name : ''), isName: true });
  }

  /** A number that is surely an identifier becomes a placeholder; amounts, times and coordinates stay. */
  function redactNumber(value: number | ExactNumber, text: string, path: string, property: string): unknown {
    const spans = withKnown(text, findInNumber(text, property), []);
    const redacted = replace(text, spans, { path, isName: false });
    return redacted === text ? value : redacted;
  }

  function redactNamer(value: unknown, path: string): unknown {
    const text = isExactNumber(value) ? value.rawJSON : String(value);
    const { redacted, entity } = redactConversation(text);
    if (entity === null) return value;
    tell([{ start: 0, end: text.length, entity, known: -1 }], { path, isName: false });
    return redacted;
  }

  return { message: redactMessage };
}

/** Identifiers and codes beside a message are often longer than it, and ask for nothing. */
function saidBy(text: string): number {
  let blanks = 0;
  for (let at = text.indexOf(' '); at !== -1; at = text.indexOf(' ', at + 1)) blanks++;
  return blanks * 10_000 + text.length;
}
