/** What the detector costs on one core, beside JSON in the same run, and what it alters of texts that must survive. */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createDetector } from '../../src/core/detect/detector.ts';
import { readKnowledge } from '../../src/knowledge-files.ts';
import { endScript } from '../../src/training/script-options.ts';
import { HOSTILE } from '../core/detect/hostile-texts.ts';
import { readPhrases } from '../meaning/phrases.ts';
import { plainTexts, repeated, speedOf } from './detect-speed.ts';

const { values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, texts: { type: 'string', multiple: true } },
});
const root = new URL('../../', import.meta.url);
const files =
  values.texts ?? globSync('src/training/corpus/*.jsonl', { cwd: root }).map((file) => `${root.pathname}${file}`);
const texts = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [textOf(line, `${file}: line ${index + 1}`)])),
);
if (texts.length === 0) endScript('bench', 'there is no text in the files');

const whole = createDetector({ knowledge: readKnowledge() });
const rules = createDetector({ knowledge: null });
const json = speedOf(texts, (text) => JSON.parse(JSON.stringify(text)));
const all = speedOf(texts, (text) => whole.find(text, []));
const alone = speedOf(texts, (text) => rules.find(text, []));
const plain = plainTexts(texts, (text) => rules.find(text, []).length > 0);
const scan = speedOf(plain, (text) => rules.find(text, []));
const phrases = readPhrases();
const altered = phrases.filter((phrase) => whole.find(phrase, []).length > 0).length;
const hostile = HOSTILE.map((kind) => ({ kind, ...costOf(kind) }));
const slowest = hostile.reduce((worst, one) => (one.milliseconds > worst.milliseconds ? one : worst));
const steepest = hostile.reduce((worst, one) => (one.growth > worst.growth ? one : worst));
const load = JSON.parse(
  spawnSync(process.execPath, [new URL('load-knowledge.ts', import.meta.url).pathname], { encoding: 'utf8' }).stdout,
) as { milliseconds: number; rssAddedMb: number; packageMb: number };

const result = {
  texts: texts.length,
  meanCharacters: Math.round(texts.reduce((sum, { length }) => sum + length, 0) / texts.length),
  detector: all,
  rulesAlone: alone,
  identifierScanWithoutCandidates: scan,
  json,
  ratioToJson: Number((all.textsPerSecond / json.textsPerSecond).toFixed(3)),
  mustSurvive: { phrases: phrases.length, altered, share: Number((altered / phrases.length).toFixed(4)) },
  hostile100KB: { kinds: hostile.length, slowestMilliseconds: slowest.milliseconds, slowestKind: slowest.kind },
  costPerCharacter100KBTo1KB: { largest: steepest.growth, kind: steepest.kind },
  load,
};
if (values.json) console.log(JSON.stringify(result));
else {
  console.log(`${result.texts} texts of ${result.meanCharacters} characters, one core`);
  console.log(
    `detector: ${all.textsPerSecond} texts/s, ${all.megabytesPerSecond} MB/s; rules alone: ${alone.textsPerSecond} texts/s`,
  );
  console.log(`identifier scan of text without candidates: ${scan.megabytesPerSecond} MB/s`);
  console.log(`JSON there and back: ${json.textsPerSecond} texts/s; ratio ${result.ratioToJson}`);
  console.log(`must survive: ${altered} of ${phrases.length} altered`);
  console.log(
    `100 KB of hostile text: at most ${slowest.milliseconds} ms; per character at most ${steepest.growth} times 1 KB`,
  );
  console.log(`load: ${load.milliseconds} ms, ${load.rssAddedMb} MB, ${load.packageMb} MB in the package`);
}

function textOf(line: string, place: string): string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    endScript('bench', `${place}: not valid JSON`);
  }
  const text = (value as { text?: unknown } | null)?.text;
  return typeof text === 'string' ? text : endScript('bench', `${place}: it has no "text", or no string for it`);
}

/** Time for 100 KB of a kind of text, and how many times dearer a character of it is than in 1 KB. */
function costOf(kind: string): { readonly milliseconds: number; readonly growth: number } {
  const text = repeated(kind, 100_000);
  const piece = repeated(kind, 1_000);
  // Both are measured with the same compiled code and buffers.
  quickest(text, 2, 1);
  quickest(piece, 1, 100);
  const long = quickest(text, 4, 1);
  const short = quickest(piece, 4, 100);
  return { milliseconds: Number(long.toFixed(1)), growth: Number((long / short).toFixed(2)) };
}

/** Milliseconds of the quickest of some runs of so many searches. */
function quickest(text: string, runs: number, searches: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    for (let search = 0; search < searches; search++) whole.find(text, []);
    best = Math.min(best, performance.now() - began);
  }
  return best;
}
