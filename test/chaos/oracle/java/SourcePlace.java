/** What is known of one source partition: for each offset its state and the hash of its message id. */
final class SourcePlace {
  static final int IN_SINK = 2;
  static final int IN_QUARANTINE = 4;
  private static final int COMMITTED = 1;
  private static final int TO_QUARANTINE = 8;

  /** First offset that is still there. */
  final long begin;
  /** Offsets below it were deleted on purpose. */
  final long deletedBefore;
  long lastInSink = -1;
  long lastInQuarantine = -1;
  private final byte[] state;
  private final long[] ids;

  SourcePlace(long begin, long end, long deletedBefore) {
    this.begin = begin;
    this.deletedBefore = deletedBefore;
    this.state = new byte[Math.toIntExact(end)];
    this.ids = new long[state.length];
  }

  int end() {
    return state.length;
  }

  void note(long offset, MessageId id) {
    int at = Math.toIntExact(offset);
    state[at] |= COMMITTED;
    if (id == null || id.isBad()) state[at] |= TO_QUARANTINE;
    if (id != null) ids[at] = id.hash();
  }

  /** A record that readers of committed records see. */
  boolean isCommitted(long offset) {
    return (state[(int) offset] & COMMITTED) != 0;
  }

  boolean belongsInQuarantine(long offset) {
    return (state[(int) offset] & TO_QUARANTINE) != 0;
  }

  /** What is gone from the source cannot be compared. */
  boolean isGone(long offset) {
    return offset < begin;
  }

  boolean holds(long offset, MessageId id) {
    return ids[(int) offset] == id.hash();
  }

  boolean hasArrived(long offset, int where) {
    return (state[(int) offset] & where) != 0;
  }

  /** True when the record had arrived before, in the sink or in the quarantine. */
  boolean arrive(long offset, int where) {
    boolean again = hasArrived(offset, IN_SINK | IN_QUARANTINE);
    state[(int) offset] |= (byte) where;
    return again;
  }
}
