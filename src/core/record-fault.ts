import type { RecordReason } from '../errors.ts';

/** Ends the treatment of one record: a reason and a field path, never a value. Carries no stack, since bad records may come by the million. */
export class RecordFault extends Error {
  override readonly name: string = 'RecordFault';
  readonly reason: RecordReason;
  readonly fieldPath: string;

  constructor(reason: RecordReason, fieldPath: string) {
    const traceLimit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(reason);
    Error.stackTraceLimit = traceLimit;
    this.reason = reason;
    this.fieldPath = fieldPath;
  }
}
