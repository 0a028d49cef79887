/** The step that comes first where only the source holds records: retention by size deletes them too. */
export const KEEP_SOURCE =
  'Keep what only the source holds until it is settled: kafka-configs --alter --entity-type topics --entity-name SOURCE --add-config retention.ms=…,retention.bytes=-1. Watch the disks of the brokers meanwhile. It takes somebody with AlterConfigs on the source.';
