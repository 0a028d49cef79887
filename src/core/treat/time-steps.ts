/** Milliseconds of the granularities that are plain steps of time; months and years need the calendar. UTC has no other days. */
export const MILLIS_OF: Readonly<Record<string, number | undefined>> = { hour: 3_600_000, day: 86_400_000 };
