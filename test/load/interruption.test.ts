import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INTERRUPTED } from './interruption.ts';

const SCRIPT = `
  import { INTERRUPTED, watchInterruption } from ${JSON.stringify(join(import.meta.dirname, 'interruption.ts'))};
  const { signal, until } = watchInterruption();
  console.log(await until(Promise.resolve('steps end')));
  setInterval(() => {}, 1_000);
  try {
    await until(new Promise(() => {}));
  } catch (error) {
    console.log(error.message, signal.aborted);
    process.exit(INTERRUPTED);
  }`;

describe('watchInterruption', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'leaves the steps at %s, so that they can be cleaned up',
    async (name) => {
      const child = spawn(process.execPath, ['--input-type=module', '--eval', SCRIPT], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (output === '') child.kill(name);
        output += text;
      });
      const [status] = (await once(child, 'close')) as [number | null];
      expect({ status, output }).toEqual({ status: INTERRUPTED, output: 'steps end\ninterrupted true\n' });
    },
  );
});
