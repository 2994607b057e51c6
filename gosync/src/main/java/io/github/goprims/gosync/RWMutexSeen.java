package io.github.goprims.gosync;

/** Who holds an {@link RWMutex} and who waits for it, as a thread without locks has seen it. */
record RWMutexSeen(boolean locked, long readers, int waitingReaders, int waitingWriters) {

  /** Such as {@code (readers=2, waiting writers=1)}. */
  @Override
  public String toString() {
    return (locked ? "(locked" : readers > 0 ? "(readers=" + readers : "(unlocked")
        + (waitingReaders > 0 ? ", waiting readers=" + waitingReaders : "")
        + (waitingWriters > 0 ? ", waiting writers=" + waitingWriters : "")
        + ")";
  }
}
