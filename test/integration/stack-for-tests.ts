import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { readStack, type StackState, startStack, stopStack } from '../../deploy/local/stack-control.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The stack that all integration tests share: never kill its processes, start your own for that. */
    stack: StackState;
  }
}

/**
 * Starts one stack for the integration tests and stops it after them, whatever their result.
 * SIGILO_TEST_STACK names the directory of a running stack to use instead; that one is left running.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.SIGILO_TEST_STACK;
  if (given) {
    const state = readStack(given);
    if (!state) throw new Error('SIGILO_TEST_STACK names a directory without a stack');
    project.provide('stack', state);
    return async () => {};
  }
  const directory = mkdtempSync(join(tmpdir(), 'sigilo-test-stack-'));
  project.provide('stack', await startStack({ directory, nodes: 1 }));
  return () => stopStack(directory);
}
