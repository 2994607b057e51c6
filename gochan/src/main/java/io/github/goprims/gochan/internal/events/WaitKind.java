package io.github.goprims.gochan.internal.events;

/** The kinds of waits for which there are events, those of all modules. */
public enum WaitKind {
  /** A blocked send. */
  CHANNEL_SEND,
  /** A blocked receive. */
  CHANNEL_RECEIVE,
  /** A blocked select. */
  SELECT,
  /** A sleep. */
  SLEEP,
  /** A wait for a mutex. */
  MUTEX_LOCK,
  /** A wait for a read-write mutex, to read or to write. */
  RW_MUTEX_LOCK,
  /** A wait for a wait group to count to zero. */
  WAIT_GROUP_WAIT,
  /** A wait for a signal of a condition. */
  COND_WAIT,
  /** A wait for weight of a semaphore. */
  SEMAPHORE_ACQUIRE,
  /** A wait for the tasks of a group. */
  ERR_GROUP_WAIT,
  /** A wait for a place in a group with a limit. */
  ERR_GROUP_GO,
  /** A wait for a run that another thread has begun. */
  SINGLE_FLIGHT_WAIT
}
