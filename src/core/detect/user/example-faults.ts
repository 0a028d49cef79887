import { createDetectorOf } from '../detector.ts';
import { compileUserRecognizer } from './compile-user-recognizer.ts';
import type { UserRecognizer } from './user-recognizer.ts';

/** What is wrong with an example of a recognizer, or (without a word) with the recognizer itself; no text is quoted. */
export interface ExampleFault {
  readonly word: 'match' | 'reject' | null;
  readonly index: number;
  readonly fault: string;
}

const OPENING = '«';
const CLOSING = '»';
/** Behind these, nothing ends the text that could go on in the next message. */
const MORE_WORDS = ' , x x x';
const MAY_GO_ON =
  'too few digits after a cue are found where they end a text, since the next message may go on with them: add a word behind';

/** Runs the examples of a recognizer against it alone. */
export function exampleFaults(declared: UserRecognizer): readonly ExampleFault[] {
  let detector: ReturnType<typeof createDetectorOf>;
  try {
    detector = createDetectorOf([compileUserRecognizer(declared)], 'examples');
  } catch (error) {
    // Our own sentences on the declaration.
    return [{ word: null, index: 0, fault: error instanceof Error ? error.message : 'it cannot be used' }];
  }
  const faults: ExampleFault[] = [];
  declared.examples.match.forEach((marked, index) => {
    const { text, ranges } = readMarks(marked);
    const spans = detector.find(text, []).map(({ start, end }) => `${start}-${end}`);
    if (ranges.length === 0) faults.push({ word: 'match', index, fault: 'mark what is to be found as «…»' });
    else if (spans.join() !== ranges.join())
      faults.push({ word: 'match', index, fault: 'what is marked as «…» is not exactly what is found' });
  });
  declared.examples.reject.forEach((text, index) => {
    if (detector.find(text, []).length === 0) return;
    const isPart = detector.find(`${text}${MORE_WORDS}`, []).length === 0;
    faults.push({
      word: 'reject',
      index,
      fault: isPart ? MAY_GO_ON : 'something is found in it, and nothing should be',
    });
  });
  return faults;
}

/** The text without its marks, and the marked ranges as `start-end`. */
function readMarks(marked: string): { readonly text: string; readonly ranges: readonly string[] } {
  const ranges: string[] = [];
  let text = '';
  let start = 0;
  for (const character of marked) {
    if (character === OPENING) start = text.length;
    else if (character === CLOSING) ranges.push(`${start}-${text.length}`);
    else text += character;
  }
  return { text, ranges };
}
