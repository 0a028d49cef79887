import { randomBytes } from 'node:crypto';
import type { Detector } from '../../core/detect/detector.ts';
import type { EntityType } from '../../core/entity.ts';
import { createTokenizer } from '../../core/treat/token.ts';

/** The name of a conversation as it may be shown; `entity` is null when it stays as it is. */
export interface RedactedConversation {
  readonly redacted: string;
  readonly entity: EntityType | null;
}

/**
 * Makes a function that redacts the names of conversations: an id stays, and a phone, an address or a name becomes a token
 * whose key is forgotten with the run. Lines of one conversation stay together.
 */
export function createConversationRedactor(detector: Detector): (name: string) => RedactedConversation {
  const key = { version: 'k1', secret: randomBytes(32) };
  const tokenizer = createTokenizer(key, { region: 'BR', cacheEntries: 1_000 });
  return (name) => {
    // Any code reads as an identifier of something: here, of the conversation. But @somebody is a person.
    const isHandle = name.includes('@');
    const entity = detector.find(name, []).find((span) => isHandle || span.entity !== 'OTHER_ID')?.entity ?? null;
    if (entity === null) return { redacted: name, entity };
    return { redacted: tokenizer.text('text', 'redact', 'conversation', entity, name), entity };
  };
}
