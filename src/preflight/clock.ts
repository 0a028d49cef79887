import { type Finding, warning } from './finding.ts';

/** As much as the worker allows for between its clock and the broker's when it judges record times. */
const ALLOWED_SECONDS = 60;

/** A clock elsewhere: what it told, and when by ours (milliseconds since 1970). */
export interface ToldTime {
  readonly date: string;
  readonly at: number;
}

/** Remembers what a clock elsewhere told last; null when it has told nothing. */
export function watchClock(): { readonly heard: (date: string) => void; readonly told: () => ToldTime | null } {
  let last: ToldTime | null = null;
  return {
    heard: (date) => {
      last = { date, at: Date.now() };
    },
    told: () => last,
  };
}

/** Compares this machine's clock with the registry's, which stands for the brokers': Kafka tells no time of its own. */
export function clockFindings(told: ToldTime | null): readonly Finding[] {
  const seconds = told === null ? 0 : Math.floor(Math.abs(Date.parse(told.date) - told.at) / 1_000);
  return seconds > ALLOWED_SECONDS ? [warning('clock.skew', { limit: ALLOWED_SECONDS, actual: seconds })] : [];
}
