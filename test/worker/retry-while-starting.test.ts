import { expect, it } from 'vitest';
import { retryWhileStarting } from '../../src/worker/retry-while-starting.ts';

const never = () => false;

it('gives what the first try that succeeds gives', async () => {
  let tries = 0;
  const work = async () => {
    tries += 1;
    if (tries < 3) throw new Error('not yet');
    return tries;
  };
  expect(await retryWhileStarting(work, never)).toBe(3);
});

it('rejects at once with an error that waiting does not mend', async () => {
  let tries = 0;
  const work = async () => {
    tries += 1;
    throw new TypeError('refused');
  };
  await expect(retryWhileStarting(work, (error) => error instanceof TypeError)).rejects.toThrow('refused');
  expect(tries).toBe(1);
});

it('rejects as the last try does when the time is over', async () => {
  let tries = 0;
  const work = async () => {
    tries += 1;
    throw new Error(`try ${tries}`);
  };
  await expect(retryWhileStarting(work, never, 1_200)).rejects.toThrow('try 3');
  expect(tries).toBe(3);
});
