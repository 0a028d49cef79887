import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { HELP, readOptions } from './options.ts';

const KINDS = ['workerKilled', 'cut EndTxn lost'];

describe('options of the fault run', () => {
  it('have defaults: 30 minutes and at least a million records', () => {
    const asked = readOptions([], KINDS);
    expect(asked).toEqual({
      kind: 'run',
      options: {
        minutes: 30,
        seed: 1,
        records: 1_020_000,
        workers: 3,
        registryMinutes: 1,
        directory: tmpdir(),
        keep: false,
        json: false,
        slice: false,
        untilInputEnds: false,
        only: null,
      },
    });
  });

  it('are taken as given', () => {
    const words =
      '--minutes 3 --seed 7 --records 5000 --workers 2 --registry-minutes 10 --dir /var/tmp --keep --json'.split(' ');
    expect(readOptions([...words, '--only', 'workerKilled, cut EndTxn lost'], KINDS)).toEqual({
      kind: 'run',
      options: {
        minutes: 3,
        seed: 7,
        records: 5_000,
        workers: 2,
        registryMinutes: 10,
        directory: '/var/tmp',
        keep: true,
        json: true,
        slice: false,
        untilInputEnds: false,
        only: KINDS,
      },
    });
  });

  it('a slice has its own time and faults', () => {
    expect(readOptions(['--slice', '--until-input-ends'], KINDS)).toMatchObject({
      options: { slice: true, untilInputEnds: true },
    });
    expect(readOptions(['--slice', '--minutes', '3', '--only', 'workerKilled'], KINDS)).toEqual({
      kind: 'wrong',
      faults: ['--slice has its own --minutes', '--slice has its own --only'],
    });
  });

  it('fewer minutes mean fewer records', () => {
    expect(readOptions(['--minutes', '2'], KINDS)).toMatchObject({ options: { records: 68_000 } });
  });

  it.each([
    ['--minutes', '0', '--minutes takes a whole number from 1 to 600'],
    ['--minutes', '1.5', '--minutes takes a whole number from 1 to 600'],
    ['--minutes', '601', '--minutes takes a whole number from 1 to 600'],
    ['--seed', 'x', '--seed takes a whole number from 0 to 2147483647'],
    ['--seed', '2147483648', '--seed takes a whole number from 0 to 2147483647'],
    ['--records', '10', '--records takes a whole number from 1000 to 100000000'],
    ['--workers', '1', '--workers takes a whole number from 2 to 3'],
    ['--only', 'flood', '--only knows no fault "flood": --list names all kinds'],
  ])('%s %s is refused', (name, value, fault) => {
    expect(readOptions([name, value], KINDS)).toEqual({ kind: 'wrong', faults: [fault] });
  });

  it('tells all faults at once', () => {
    const asked = readOptions(['--minutes', 'a', '--workers', '9'], KINDS);
    expect(asked.kind === 'wrong' && asked.faults).toHaveLength(2);
  });

  it.each([[['--minuets', '3']], [['now']], [['--seed']]])('refuses %j', (argv) => {
    expect(readOptions(argv, KINDS).kind).toBe('wrong');
  });

  it('help and list win', () => {
    expect(readOptions(['--help', '--minutes', 'x'], KINDS)).toEqual({ kind: 'help' });
    expect(readOptions(['--list'], KINDS)).toEqual({ kind: 'list' });
    expect(HELP).toContain('Examples:');
  });
});
