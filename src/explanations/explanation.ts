/** What follows from a fault for the process: also tells whether it is tried again. */
export const CONSEQUENCES = {
  refused: 'No. The start is refused, before anything is consumed, until it is settled.',
  warning: 'Nothing stops: the start goes on, and the warning comes again at the next one.',
  refusedOrWaits:
    'Of a start, no: it is refused, before anything is consumed, until it is settled. By a running worker, yes: the partition waits and is tried again, at most every 10 seconds; nothing is skipped, other partitions go on.',
  refusedOrPaused:
    'Of a start, no: it is refused, before anything is consumed, until it is settled. A worker that runs goes on, but for the partition: that one stays where it is until the worker is started again, and nothing is skipped.',
  waits:
    'Yes. The partition waits and tries again, at most every 10 seconds; nothing is skipped, other partitions go on.',
  paused: 'Not by itself. The partition stays where it is, nothing is skipped, and other partitions go on.',
  resumes:
    'Yes. The partition stays where it is, and goes on by itself once this is settled, without a restart. Nothing is skipped, and other partitions go on.',
  waitsOrEnds:
    'For a while. Partitions of a running worker wait and are tried again, at most every 10 seconds. A start that cannot go on, and a consumer that has given up, end the process: started again, it goes on at the committed offsets, so nothing is lost or doubled.',
  ends: 'Not in this process: it ends. Started again, it goes on at the committed offsets, so nothing is lost or doubled.',
  command: 'No. The command ends.',
  shown: 'It is shown by `sigilo status` for as long as it lasts.',
  quarantined:
    'No. The record stays in the quarantine, sealed, for as long as that topic keeps it, unless its metadata say payload: omitted: then only the source holds it. Others go on. There is no command to replay it yet: what is corrected holds for the records that come after. The code that opens quarantined records with the identity is src/io/quarantine-open.ts; the layout inside the seal is in src/core/quarantine-plaintext.ts.',
  quarantinedOrEnds:
    'As a record’s reason, no: the record stays in the quarantine, sealed (unless its metadata say payload: omitted), and others go on. Of a partition that waits with it, yes: it is tried again, at most every 10 seconds. As the error that ended a process or command, not there: started again, a worker goes on at the committed offsets, so nothing is lost or doubled.',
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
