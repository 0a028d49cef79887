/** Why the walk over a record's bytes ended; each is also a record reason. */
export type AvroFaultReason = 'malformed_avro' | 'limit_exceeded' | 'uncovered_field';

/**
 * The only error that a walk throws: a reason and the static field path, never bytes of the record.
 * Bad records may come by the million, so no stack trace is collected.
 */
export class AvroFault extends Error {
  override readonly name = 'AvroFault';
  readonly reason: AvroFaultReason;
  readonly fieldPath: string;

  constructor(reason: AvroFaultReason, fieldPath: string) {
    const traceLimit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(reason);
    Error.stackTraceLimit = traceLimit;
    this.reason = reason;
    this.fieldPath = fieldPath;
  }
}
