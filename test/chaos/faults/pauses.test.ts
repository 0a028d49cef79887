import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeRun, fakeRun } from './fake-run.ts';
import { missingCommits, watchPauses } from './pauses.ts';

let fake: FakeRun;
beforeEach(() => {
  fake = fakeRun();
});
afterEach(() => fake.remove());

const PAUSE = { msg: 'partition paused', code: 'quarantine.unfit', route: 'chat', partition: 1 };

describe('watchPauses', () => {
  it.each([
    ['of another route', { ...PAUSE, route: 'clinical' }],
    ['for another reason', { ...PAUSE, code: 'sink.unavailable' }],
    ['that has ended', { ...PAUSE, msg: 'partition resumed' }],
  ])('takes no pause %s', async (_name, line) => {
    const wait = watchPauses(fake.run, { name: 'chat' }, 'quarantine.unfit');
    fake.say(line);
    expect(await wait(20)).toBeNull();
  });

  it('takes none from before', async () => {
    fake.say(PAUSE);
    expect(await watchPauses(fake.run, { name: 'chat' }, 'quarantine.unfit')(20)).toBeNull();
  });

  it('tells where the first was', async () => {
    const wait = watchPauses(fake.run, { name: 'chat' }, 'quarantine.unfit');
    fake.say(PAUSE);
    fake.say({ ...PAUSE, partition: 0 });
    expect(await wait(5_000)).toEqual({ worker: 'worker-1', partition: 1 });
  });
});

describe('missingCommits', () => {
  it('names the partitions that have not committed since', async () => {
    const [route] = fake.run.routes;
    expect(await missingCommits(fake.run, route!, Date.now(), 20)).toEqual(['sigilo:g:raw:0', 'sigilo:g:raw:1']);
    fake.commitAlways();
    expect(await missingCommits(fake.run, route!, Date.now(), 5_000)).toEqual([]);
  });
});
