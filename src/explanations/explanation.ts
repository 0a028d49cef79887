/** What follows from a fault for the process: also tells whether it is tried again. */
export const CONSEQUENCES = {
  refused: 'No. The start is refused, before anything is consumed, until it is settled.',
  warning: 'Nothing stops: the start goes on, and the warning comes again at the next one.',
  waits:
    'Yes. The partition waits and tries again, at most every 10 seconds; nothing is skipped, other partitions go on.',
  paused: 'Not by itself. The partition stays where it is, nothing is skipped, and other partitions go on.',
  ends: 'Not in this process: it ends. Started again, it goes on at the committed offsets, so nothing is lost or doubled.',
  command: 'No. The command ends.',
  shown: 'It is shown by `sigilo status` for as long as it lasts.',
  quarantined:
    'No. The record stays in the quarantine, sealed, for as long as that topic keeps it; others go on. There is no command to replay it yet: what is corrected holds for the records that come after. The code that opens quarantined records with the identity is src/io/quarantine-open.ts.',
  referenced:
    'No. Only the source holds these records, for as long as it keeps them; in the quarantine is a reference. Others go on.',
} as const;

export type Consequence = keyof typeof CONSEQUENCES;

/** The long text of an error code or of a record's reason; holds no value of any record. */
export interface Explanation {
  readonly why: string;
  readonly recognise: string;
  /** What to do, one step each, in order. */
  readonly steps: readonly string[];
  readonly consequence: Consequence;
}
