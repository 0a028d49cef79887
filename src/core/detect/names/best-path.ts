import { OUTSIDE, STATES, TYPES } from './labels.ts';

/**
 * Search for the best chain of states of a stretch between two places that are OUTSIDE (Viterbi, 1967), place by place.
 * States that a place speaks against by more than a margin are left out there; OUTSIDE never is.
 */
export interface BestPath {
  /** Places so far. */
  count: number;
  /** Scores of the states at the last place, and room for the next; only those of its open states are meant. */
  scores: Int32Array;
  next: Int32Array;
  /** Open states of the last place and of the next, and how many. */
  open: Uint8Array;
  nextOpen: Uint8Array;
  openCount: number;
  /** Best state before, by place and state. */
  back: Uint8Array;
}

const NEVER = -(1 << 28);

/** Makes an empty search. */
export function createBestPath(): BestPath {
  return {
    count: 0,
    scores: new Int32Array(STATES),
    next: new Int32Array(STATES),
    open: new Uint8Array(STATES),
    nextOpen: new Uint8Array(STATES),
    openCount: 0,
    back: new Uint8Array(64 * STATES),
  };
}

/** Begins a stretch. */
export function beginPath(path: BestPath): void {
  path.count = 0;
  path.openCount = 1;
  path.open[0] = OUTSIDE;
  path.scores[OUTSIDE] = 0;
}

/** Goes on by one place; `emissions` are its numbers by state. */
export function stepPath(path: BestPath, emissions: Int32Array, margin: number, transitions: Int32Array): void {
  if (path.back.length < (path.count + 1) * STATES) {
    const wide = new Uint8Array((path.count + 1) * STATES * 2);
    wide.set(path.back);
    path.back = wide;
  }
  const { scores, next, open, nextOpen, openCount, back } = path;
  const at = path.count++ * STATES;
  const least = emissions[OUTSIDE]! - margin;
  let nextCount = 0;
  let mask = 0;
  for (let one = 0; one < openCount; one++) mask |= 1 << open[one]!;
  for (let state = 0; state < STATES; state++) {
    if (state !== OUTSIDE && emissions[state]! <= least) continue;
    let best = NEVER;
    let bestState = OUTSIDE;
    // A span goes on only from its own begin or inside.
    const only = state > TYPES ? mask & ((1 << state) | (1 << (state - TYPES))) : mask;
    if (only === 0) continue;
    for (let one = 0; one < openCount; one++) {
      const previous = open[one]!;
      if (((only >>> previous) & 1) === 0) continue;
      const score = scores[previous]! + transitions[previous * STATES + state]!;
      if (score <= best) continue;
      best = score;
      bestState = previous;
    }
    if (best === NEVER) continue;
    next[state] = best + emissions[state]!;
    back[at + state] = bestState;
    nextOpen[nextCount++] = state;
  }
  path.scores = next;
  path.next = scores;
  path.open = nextOpen;
  path.nextOpen = open;
  path.openCount = nextCount;
}

/** Ends a stretch: writes its states from `to` on, and tells whether one of them is not OUTSIDE. */
export function endPath(path: BestPath, transitions: Int32Array, states: Uint8Array, to: number): boolean {
  let state = OUTSIDE;
  let best = NEVER * 2;
  for (let one = 0; one < path.openCount; one++) {
    const last = path.open[one]!;
    const score = path.scores[last]! + transitions[last * STATES + OUTSIDE]!;
    if (score <= best) continue;
    best = score;
    state = last;
  }
  let found = false;
  for (let place = path.count - 1; place >= 0; place--) {
    states[to + place] = state;
    if (state !== OUTSIDE) found = true;
    state = path.back[place * STATES + state]!;
  }
  return found;
}
