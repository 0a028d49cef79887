import { appendFileSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FakeRun, fakeRun } from './fake-run.ts';
import { followLogs } from './follow-logs.ts';

let fake: FakeRun;
beforeEach(() => {
  fake = fakeRun();
});
afterEach(() => fake.remove());

it('gives each whole line once, from the time when it was asked to', () => {
  fake.say({ msg: 'before' });
  const news = followLogs(fake.run);
  expect(news()).toEqual([]);
  fake.say({ msg: 'ação' });
  appendFileSync(fake.worker.logFile, 'no JSON\n{"msg":"ha');
  expect(news()).toEqual([{ worker: 'worker-1', line: { msg: 'ação' } }]);
  appendFileSync(fake.worker.logFile, 'lf"}\n');
  expect(news()).toEqual([{ worker: 'worker-1', line: { msg: 'half' } }]);
  expect(news()).toEqual([]);
});

it('bears a log that is gone', () => {
  const news = followLogs(fake.run);
  rmSync(fake.worker.logFile);
  expect(news()).toEqual([]);
});
