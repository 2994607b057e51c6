package io.github.goprims.gosync;

import static io.github.goprims.gosync.RWMutexWord.OPEN;
import static io.github.goprims.gosync.RWMutexWord.SPREAD;
import static io.github.goprims.gosync.RWMutexWord.isOpen;
import static io.github.goprims.gosync.RWMutexWord.mode;
import static io.github.goprims.gosync.RWMutexWord.period;
import static io.github.goprims.gosync.RWMutexWord.readers;
import static io.github.goprims.gosync.RWMutexWord.step;

import io.github.goprims.gochan.internal.StackProbe;
import org.jspecify.annotations.Nullable;

/**
 * How the readers of an {@link RWMutex} are counted: in one word, or spread over stripes while only
 * readers come and get in each other's way. A superclass, so that all is one object.
 */
abstract sealed class RWMutexCount permits RWMutexState {
  /*
   * Source.      BRAVO (Dice and Kogan, 2019): readers of a lock leave the one word that all of them
   *              write to, and a writer fetches them back. Three differences. Places belong to one
   *              lock, and count, so that any thread may unlock at any of them. A reader needs no
   *              second look at the lock, since a place itself is open or closed. Readers are
   *              spread after they have been in each other's way often enough since the last
   *              writer, and not after a time.
   * State.       hot      the word, with mode, period and readers: see RWMutexWord; and the lock for
   *                       all that takes more than one step, which the other comments call queueLock
   *              stripes  null until readers are first spread; then always the same
   *              hint     TOGETHER  readers count themselves in the word
   *                       DUE       they have met often enough: the next one spreads them
   *                       APART     they are spread
   *                       Written in races: who reads an old one takes a way that is longer, and as
   *                       right
   * Invariants.  C1 The mode becomes SPREAD, or leaves it, under queueLock only.
   *              C2 A stripe is open only while the mode is SPREAD.
   *              C3 While isOpen, and queueLock is free: the readers that are in are as many as the
   *                 word and the stripes say together. None of these counts is ever negative. So a
   *                 reader may be counted out wherever a count is above zero, and be it that of
   *                 another: no count says whose it is.
   * Linearization points. A reader on a stripe is in from the addition that finds it open. It is out
   * from the step of a count above zero to the next below. Gathering closes the stripes, and adds
   * what was there to the word in the step to OPEN: meanwhile readers come in through the word, and
   * one that finds no count to step down from waits for queueLock. That there is no reader is known
   * for certain only in OPEN: so a writer, and who refuses a read unlock, gathers first.
   * Happens before. The step to SPREAD comes after those of the writers before, and opens the
   * stripes after that; a writer reads each stripe as it closes it, or the word after that was done.
   * Cost for writers. Gathering writes to each stripe once. It comes after COLLISIONS_BEFORE_SPREAD
   * collisions without a writer in between, and each of these has cost readers about as much as one
   * such write. So writers lose no more by it than readers have lost before.
   * Failures.    The stripes are made before anything is changed; without memory readers stay
   *              together. Whoever gathers or spreads has made sure of its stack.
   */

  /** How often readers meet, without a writer in between, before they are spread. */
  static final int COLLISIONS_BEFORE_SPREAD = 64;

  private static final byte TOGETHER = 0;
  private static final byte DUE = 1;
  private static final byte APART = 2;

  final Mutex writers = new Mutex(true); // a thread that waits here waits for readers, too
  final RWMutexHot hot = new RWMutexHot(); // made last: on a cache line that is not that of stripes
  private @Nullable RWMutexStripes stripes;
  private byte hint = TOGETHER;

  /** Counts in a reader on a stripe, if readers are spread or ought to be; then it has the lock. */
  final boolean countInApart() {
    byte seen = hint;
    if (seen == TOGETHER) {
      return false;
    }
    if (seen == DUE) {
      spread(); // before this reader is counted: it may fail for want of stack
    }
    RWMutexStripes apart = stripes;
    return apart != null && apart.countIn();
  }

  /** Counts out a reader if there is one, and no writer; may overlook one. */
  final boolean countOutSoon() {
    RWMutexStripes apart = stripes;
    if (hint != APART || apart == null) {
      return countOut();
    }
    return apart.countOut() || countOut() || apart.countOutAnywhere();
  }

  /** Counts out a reader of the word if there is one, and no writer. */
  final boolean countOut() {
    for (long seen = hot.state; isOpen(seen) && readers(seen) > 0; seen = hot.state) {
      if (hot.casState(seen, seen - 1)) { // not an addition: C3
        return true;
      }
      noteCollision(seen);
    }
    return false;
  }

  /** Notes that others have changed a word just {@code seen}. */
  final void noteCollision(long seen) {
    byte period = (byte) period(seen);
    if (period != hot.collidedIn) { // a writer has been here since
      hot.collidedIn = period;
      hot.collisions = 0;
    }
    hot.collisions++;
    if (hot.collisions == COLLISIONS_BEFORE_SPREAD) {
      hint = DUE;
    }
  }

  /** Lets readers count themselves apart from each other from now on, unless there is a writer. */
  final void spread() {
    hint = TOGETHER;
    RWMutexStripes made = stripes;
    if (made == null) {
      try {
        made = new RWMutexStripes();
      } catch (OutOfMemoryError e) {
        return;
      }
    }
    StackProbe.touch(StackProbe.PARK);
    hot.lock();
    try {
      if (stripes == null) {
        stripes = made;
      }
      for (long seen = hot.state; mode(seen) == OPEN; seen = hot.state) {
        if (hot.casState(seen, seen + step(OPEN, SPREAD))) { // fails if a writer comes
          stripes.open(); // C2: afterwards
        }
      }
      hint = mode(hot.state) == SPREAD ? APART : TOGETHER;
    } finally {
      hot.held = false;
    }
  }

  /** Counts all readers in the word from now on. */
  final void gatherReaders() {
    StackProbe.touch(StackProbe.PARK);
    hot.lock();
    try {
      gather();
    } finally {
      hot.held = false;
    }
  }

  /** The same, for a thread that has the lock of {@link #hot} and a little stack. */
  final void gather() {
    RWMutexStripes seen = stripes;
    if (seen != null && mode(hot.state) == SPREAD) {
      hint = TOGETHER;
      hot.addState(step(SPREAD, OPEN) + seen.close()); // C2; others may change the count meanwhile
    }
  }

  /** How many readers are on stripes; for certain only if none comes or leaves. */
  final long apart() {
    RWMutexStripes seen = stripes;
    return seen == null ? 0 : seen.sum();
  }
}
