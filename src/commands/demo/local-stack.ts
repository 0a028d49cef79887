import { existsSync } from 'node:fs';
import { SigiloError } from '../../errors.ts';

/** What the demo uses of the repository's local stack. It is no part of the package, so its types cannot be imported. */
export interface StackState {
  readonly directory: string;
  readonly brokers: readonly string[];
  readonly registry: string;
}

/** A record as Kafka's own Java client read it. */
export interface ReadRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[];
}

interface StackControl {
  startStack(options: {
    directory: string;
    onProgress: (step: string) => void;
    signal: AbortSignal;
  }): Promise<StackState>;
  stopStack(directory: string): Promise<void>;
  readStack(): StackState | null;
  stackAnswers(state: StackState): Promise<boolean>;
}

interface CommittedReader {
  readAllCommitted(stack: StackState, topics: readonly string[]): Promise<ReadRecord[]>;
}

export interface LocalStack {
  readonly control: StackControl;
  readonly reader: CommittedReader;
}

/**
 * Loads the local stack of the repository; the address is computed so that the package builds without it.
 * @throws SigiloError stack.requirements outside the repository
 */
export async function loadLocalStack(): Promise<LocalStack> {
  const folder = new URL('../../../deploy/local/', import.meta.url);
  const control = new URL('stack-control.ts', folder);
  if (!existsSync(control)) {
    const faults = ['the demo runs in a clone of the repository: npm ci && npm run demo'];
    throw new SigiloError('stack.requirements', { faults });
  }
  return {
    control: (await import(control.href)) as StackControl,
    reader: (await import(new URL('read-committed.ts', folder).href)) as CommittedReader,
  };
}

export interface OpenStack {
  readonly state: StackState;
  /** False where it ran before; then it is left as it was. */
  readonly isOurs: boolean;
}

/** Takes the stack that `npm run stack -- up` started, or starts one of the demo's own. */
export async function openStack(
  { control }: LocalStack,
  directory: string,
  onProgress: (step: string) => void,
  signal: AbortSignal,
): Promise<OpenStack> {
  const running = control.readStack();
  if (running && (await control.stackAnswers(running))) return { state: running, isOurs: false };
  return { state: await control.startStack({ directory, onProgress, signal }), isOurs: true };
}
