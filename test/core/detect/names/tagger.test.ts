import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createFindings, type Finding, HOLE, resetFindings } from '../../../../src/core/detect/findings.ts';
import { createTagger, type Tagger, tagText } from '../../../../src/core/detect/names/tagger.ts';
import { createTextView, readText } from '../../../../src/core/text/text-view.ts';
import { createTokens, readTokens } from '../../../../src/core/text/tokens.ts';
import { readKnowledge } from '../../../../src/knowledge-files.ts';

const knowledge = readKnowledge();
const texts = ['pt', 'en', 'es'].flatMap((lang) =>
  readFileSync(new URL(`../../../../src/training/corpus/chat-train-${lang}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line, place) => line !== '' && place % 5 === 0)
    .map((line) => (JSON.parse(line) as { text: string }).text),
);
const view = createTextView();
const tokens = createTokens();
const findings = createFindings();

/** What a tagger finds in the view as it is. */
function findingsOf(tagger: Tagger, round: number): Finding[] {
  resetFindings(findings, view.length);
  findings.coveredEnd = view.length;
  tagText(tagger, view, tokens, findings, round, 0);
  return findings.list.slice();
}

describe('a second look at a text', () => {
  it('that judges only what changed finds the same as one that judges all', () => {
    const tagger = createTagger(knowledge);
    const fresh = createTagger(knowledge);
    let rounds = 0;
    for (const text of texts) {
      readText(view, text);
      for (let round = 0; round < 6; round++) {
        readTokens(view, tokens);
        // As if all had changed.
        fresh.sequence.style = -1;
        const expected = findingsOf(fresh, round);
        const found = findingsOf(tagger, round);
        expect(found).toEqual(expected);
        if (found.length === 0) break;
        rounds++;
        for (const { start, end } of found) view.codes.fill(HOLE, start, end);
      }
    }
    expect(rounds).toBeGreaterThan(texts.length / 4);
  });
});
