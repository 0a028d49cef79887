import { createHash } from 'node:crypto';
import { createRandom, type Random } from '../core/avro/random.ts';

/** A target that was opened: it runs one case after the other until it is closed. */
export interface OpenTarget {
  /** Runs one case; throws Broken, or anything else, when an invariant does not hold. */
  readonly run: (random: Random) => Promise<void> | void;
  readonly close?: () => Promise<void> | void;
}

/** One way in for hostile input. */
export interface FuzzTarget {
  readonly name: string;
  /** The longest that one case may take, in milliseconds. */
  readonly boundMs: number;
  readonly open: () => Promise<OpenTarget> | OpenTarget;
}

/** An invariant that does not hold. Its text is ours and holds no part of the input. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** Throws Broken unless the condition holds. */
export function hold(condition: boolean, invariant: string): asserts condition {
  if (!condition) throw new Broken(invariant);
}

/** The random numbers of one case: they depend on nothing but these three. */
export function caseRandom(seed: number, target: string, index: number): Random {
  const digest = createHash('sha256').update(`${seed}/${target}/${index}`).digest();
  return createRandom(digest.readUInt32BE());
}
