import { describe, expect, it } from 'vitest';
import { ALL_PLANNED } from './faults.ts';
import { kindsOf, lacking, type Machine } from './requirements.ts';

const BARE: Machine = { canMount: () => false, hasClockLibrary: () => false };
const WHOLE: Machine = { canMount: () => true, hasClockLibrary: () => true };
const ROOT = 'logDiskFull needs root, to mount a small disk: run as root, or choose kinds with --only';
const CLOCK = 'clockJumped needs faketime: apt-get install faketime, or choose kinds with --only';
const lackingIn = (minutes: number, machine: Machine) => lacking(kindsOf({ planned: ALL_PLANNED, minutes }), machine);

describe('what a fault run needs of the machine', () => {
  it.each([
    [2, []],
    [3, [ROOT]],
    [9, [ROOT]],
    [10, [ROOT, CLOCK]],
  ])('in %s minutes', (minutes, faults) => {
    expect(lackingIn(minutes, BARE)).toEqual(faults);
    expect(lackingIn(minutes, WHOLE)).toEqual([]);
  });

  it('is asked for no fault that was not chosen', () => {
    const asked: string[] = [];
    const machine = { ...BARE, canMount: () => asked.push('mount') < 0 };
    expect(lacking(['workerKilled', 'clockJumped'], machine)).toEqual([CLOCK]);
    expect(asked).toEqual([]);
  });

  it('of a schedule of its own, are the kinds of that', () => {
    const schedule = { calm: [], lanes: [], least: { logDiskFull: 1 } };
    expect(kindsOf({ planned: ALL_PLANNED, minutes: 1, schedule })).toEqual(['logDiskFull']);
  });
});
