import { commit, createConversationMemory, recall, stage } from '../core/conversation-memory.ts';
import type { Detector } from '../core/detect/detector.ts';
import { joinSpans } from '../core/detect/join-spans.ts';
import { createValueRecall } from '../core/detect/recall-values.ts';
import { learnFrom } from '../core/learn-from-text.ts';
import type { LabelledMessage } from './labelled-message.ts';
import type { FoundSpan } from './score.ts';

/** So many conversations at a time are plenty for a file in which each stands together. */
const LIMITS = { conversations: 1_000, bytes: 1 << 24 };

/** Looks at each message by itself. */
export function findAlone(detector: Detector): (message: LabelledMessage) => readonly FoundSpan[] {
  return ({ text }) => detector.find(text, []);
}

/**
 * Looks at each message with what the earlier messages of its conversation told, as the worker does with a policy that
 * names the conversation; there are no structured fields here.
 */
export function findInConversations(detector: Detector): (message: LabelledMessage) => readonly FoundSpan[] {
  const memory = createConversationMemory(LIMITS);
  const search = createValueRecall();
  return ({ text, conversation }) => {
    if (conversation === null) return detector.find(text, []);
    const earlier = recall(memory, conversation);
    const found = detector.find(text, [], earlier?.turn ?? null);
    search.begin(earlier?.known ?? [], detector.lists);
    const spans = joinSpans(found, search.find(text, []), 0, detector.allowed());
    stage(memory, conversation, learnFrom(text, spans, detector.lists), detector.turn());
    commit(memory);
    return spans;
  };
}
