import { RecordFault } from '../record-fault.ts';

/** Why the walk over a record's bytes ended; each is also a record reason. */
export type AvroFaultReason = 'malformed_avro' | 'limit_exceeded' | 'uncovered_field';

/** The only error that a walk throws: a reason and the static field path, never bytes of the record. */
export class AvroFault extends RecordFault {
  declare readonly reason: AvroFaultReason;

  constructor(reason: AvroFaultReason, fieldPath: string) {
    super(reason, fieldPath);
  }
}
