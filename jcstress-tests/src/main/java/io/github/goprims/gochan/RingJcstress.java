package io.github.goprims.gochan;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.StringJoiner;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Races on the {@link Ring}: putters and takers, which hold no lock, against the holder of the
 * channel's lock, who shuts, replaces, closes and counts.
 *
 * @primitive Channel
 */
public final class RingJcstress {

  private RingJcstress() {}

  /** As the lock holder does it. */
  static Object replaceOldest(Ring ring, int value) {
    ring.awaitReplaceable();
    return ring.replaceOldest(value);
  }

  private static String put(int answer) {
    return switch (answer) {
      case Ring.DONE -> "put";
      case Ring.FULL -> "full";
      case Ring.SHUT -> "shut";
      default -> throw new IllegalStateException("answer " + answer);
    };
  }

  private static Ring ringOf(int capacity, int values) {
    Ring ring = new Ring(capacity);
    for (int value = 1; value <= values; value++) {
      ring.offer(value);
    }
    return ring;
  }

  /** What is left, oldest first. */
  private static String rest(Ring ring) {
    StringJoiner values = new StringJoiner(" ");
    for (Object next = ring.pollShut(); next != null; next = ring.pollShut()) {
      values.add(next.toString());
    }
    return values.toString();
  }

  /**
   * @hunts the put that is still under way when putters are shut out, and that the check after the
   *     shutting misses: the receiver would go to sleep beside a value
   * @guards "why shutting is exact" of {@link Ring} and I2 of {@link BufferedCore}
   */
  @JCStressTest
  @Outcome(
      id = "put, empty, 1",
      expect = FORBIDDEN,
      desc = "the put passed the shut gate behind the back of who shut it: a lost wake-up")
  @Outcome(id = "put, not empty, 1", expect = ACCEPTABLE, desc = "put, shut, seen")
  @Outcome(id = "shut, empty, ", expect = ACCEPTABLE, desc = "shut, refused")
  @Outcome(expect = FORBIDDEN, desc = "lost, or seen without having been put")
  @State
  public static class PutVersusShut {
    private final Ring ring = new Ring(1);

    @Actor
    public void putter(LLL_Result r) {
      r.r1 = put(ring.offer(1));
    }

    @Actor
    public void lockHolder(LLL_Result r) {
      ring.shutPutters();
      r.r2 = ring.isEmpty() ? "empty" : "not empty";
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = rest(ring);
    }
  }

  /**
   * @hunts the take that is still under way when takers are shut out, and that the check after the
   *     shutting misses: the sender would go to sleep beside a free place
   * @guards "why shutting is exact" of {@link Ring} and I1 of {@link BufferedCore}
   */
  @JCStressTest
  @Outcome(
      id = "1, full",
      expect = FORBIDDEN,
      desc = "the take passed the shut gate behind the back of who shut it: a lost wake-up")
  @Outcome(id = "1, not full", expect = ACCEPTABLE, desc = "taken, shut, seen")
  @Outcome(id = "not now, full", expect = ACCEPTABLE, desc = "shut, refused")
  @Outcome(expect = FORBIDDEN, desc = "lost, or room seen without a take")
  @State
  public static class TakeVersusShut {
    private final Ring ring = ringOf(1, 1);

    @Actor
    public void taker(LL_Result r) {
      r.r1 = Race.shown(ring.poll());
    }

    @Actor
    public void lockHolder(LL_Result r) {
      ring.shutTakers();
      r.r2 = ring.isFull() ? "full" : "not full";
    }
  }

  /**
   * The old and the new value share a slot.
   *
   * @hunts a moment inside {@link Ring#replaceOldest} at which a putter sees room, and so passes
   *     the blocked sender whose value is being moved in
   * @guards R1 of {@link Ring}
   */
  @JCStressTest
  @Outcome(
      id = "put, .*",
      expect = FORBIDDEN,
      desc = "the oldest was out before the new one was in: a putter got between")
  @Outcome(id = "full, 1, 2 3", expect = ACCEPTABLE, desc = "full before, during and after")
  @Outcome(expect = FORBIDDEN, desc = "a value lost, doubled or out of order")
  @State
  public static class ReplaceVersusPut {
    private final Ring ring = ringOf(2, 2);

    public ReplaceVersusPut() {
      ring.shutTakers();
    }

    @Actor
    public void putter(LLL_Result r) {
      r.r1 = put(ring.offer(9));
    }

    @Actor
    public void lockHolder(LLL_Result r) {
      r.r2 = replaceOldest(ring, 3);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = rest(ring);
    }
  }

  /**
   * @hunts a taker that gets in while {@link Ring#replaceOldest} works on the takers' side, and so
   *     takes the oldest twice or the new one first
   * @guards the rule that a side is shut while the lock holder works on it
   */
  @JCStressTest
  @Outcome(id = "1, 1, .*", expect = FORBIDDEN, desc = "the oldest was taken twice")
  @Outcome(id = "not now, 1, 2 3", expect = ACCEPTABLE, desc = "refused, as long as shut")
  @Outcome(id = "2, 1, 3", expect = ACCEPTABLE, desc = "replaced, opened, taken")
  @Outcome(expect = FORBIDDEN, desc = "a value lost, doubled or out of order; or empty seen")
  @State
  public static class ReplaceVersusTake {
    private final Ring ring = ringOf(2, 2);

    public ReplaceVersusTake() {
      ring.shutTakers();
    }

    @Actor
    public void taker(LLL_Result r) {
      r.r1 = Race.shown(ring.poll());
    }

    @Actor
    public void lockHolder(LLL_Result r) {
      r.r2 = replaceOldest(ring, 3);
      ring.openTakers();
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = rest(ring);
    }
  }

  /**
   * @hunts a taker that has won its ticket but not yet cleared its slot, when {@link
   *     Ring#replaceOldest} puts a value in that very slot: the taker would then wipe it out
   * @guards the wait of {@link Ring#offer} for the owner of a slot, without which the ring could be
   *     full with a taker under way
   */
  @JCStressTest
  @Outcome(id = "1, 2, 3 4", expect = FORBIDDEN, desc = "taker won, ring full again, 5 wiped out")
  @Outcome(id = "1, 2, 3 4 5", expect = ACCEPTABLE, desc = "taken, 4 put, 2 replaced")
  @Outcome(id = "1, not full, 2 3", expect = ACCEPTABLE, desc = "4 refused, taken, shut")
  @Outcome(id = "not now, 1, 2 3 5", expect = ACCEPTABLE, desc = "4 refused, shut, taker refused")
  @Outcome(id = "2, 1, 3 5", expect = ACCEPTABLE, desc = "4 refused, 1 replaced, opened, taken")
  @Outcome(expect = FORBIDDEN, desc = "a value lost, doubled or out of order")
  @State
  public static class ReplaceBehindTake {
    private final Ring ring = ringOf(3, 3);

    @Actor
    public void taker(LLL_Result r) {
      r.r1 = Race.shown(ring.poll());
    }

    @Actor
    public void lockHolder(LLL_Result r) {
      ring.offer(4);
      ring.shutTakers();
      r.r2 = ring.isFull() ? replaceOldest(ring, 5) : "not full";
      ring.openTakers();
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = rest(ring);
    }
  }

  /**
   * @hunts a putter that has won its ticket but not yet written its value, when {@link
   *     Ring#replaceOldest} takes the value of that ticket
   * @guards the wait for the slot of the oldest
   */
  @JCStressTest
  @Outcome(id = "put, null, .*", expect = FORBIDDEN, desc = "the oldest was taken before written")
  @Outcome(id = "put, 1, 2 3", expect = ACCEPTABLE, desc = "1 put, 2 put, 1 replaced")
  @Outcome(id = "put, 2, 1 3", expect = ACCEPTABLE, desc = "2 put, 1 put, 2 replaced")
  @Outcome(id = "put, not full, 2 1", expect = ACCEPTABLE, desc = "2 put, not full, 1 put")
  @Outcome(expect = FORBIDDEN, desc = "a value lost, doubled or out of order")
  @State
  public static class ReplaceBehindPut {
    private final Ring ring = new Ring(2);

    @Actor
    public void putter(LLL_Result r) {
      r.r1 = put(ring.offer(1));
    }

    @Actor
    public void lockHolder(LLL_Result r) {
      ring.offer(2);
      ring.shutTakers();
      r.r2 = ring.isFull() ? replaceOldest(ring, 3) : "not full";
      ring.openTakers();
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = rest(ring);
    }
  }

  /**
   * @hunts two puts on one ticket, and a take of a ticket that is not yet written
   * @guards the tickets and R2 of {@link Ring}: who finds the ring full also finds the value
   */
  @JCStressTest
  @Outcome(id = ".*, full null, .*", expect = FORBIDDEN, desc = "full and yet nothing to take")
  @Outcome(id = "put, full 1, ", expect = ACCEPTABLE, desc = "1 put, 2 refused, 1 taken")
  @Outcome(id = "full, put 2, ", expect = ACCEPTABLE, desc = "2 put, 1 refused, 2 taken")
  @Outcome(id = "put, put 2, 1", expect = ACCEPTABLE, desc = "2 put, 2 taken, 1 put")
  @Outcome(expect = FORBIDDEN, desc = "a value lost or doubled, or one too many")
  @State
  public static class PutVersusPutAndTake {
    private final Ring ring = new Ring(1);

    @Actor
    public void putter(LLL_Result r) {
      r.r1 = put(ring.offer(1));
    }

    @Actor
    public void putterAndTaker(LLL_Result r) {
      r.r2 = put(ring.offer(2)) + " " + ring.poll();
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = rest(ring);
    }
  }

  /**
   * @hunts a poll that says "empty" though at each moment at least one value was there
   * @guards the linearization point of empty (CHAN-31)
   */
  @JCStressTest
  @Outcome(
      id = ".*null.*",
      expect = FORBIDDEN,
      desc = "head and tail of different moments compared")
  @Outcome(id = "1, 2, 3", expect = ACCEPTABLE, desc = "the other takes last")
  @Outcome(id = "1, 3, 2", expect = ACCEPTABLE, desc = "the other takes between")
  @Outcome(id = "2, 3, 1", expect = ACCEPTABLE, desc = "the other takes first")
  @Outcome(expect = FORBIDDEN, desc = "a value lost, doubled or out of order")
  @State
  public static class NeverEmpty {
    private final Ring ring = ringOf(2, 1);

    @Actor
    public void putsThenTakes(LLL_Result r) {
      ring.offer(2);
      r.r1 = ring.poll();
      ring.offer(3);
      r.r2 = ring.poll();
    }

    @Actor
    public void taker(LLL_Result r) {
      r.r3 = ring.poll();
    }
  }

  /**
   * @hunts an offer that says "full" though at each moment there was room
   * @guards the linearization point of FULL and the use of limit in place of head: it may be too
   *     low, but then head decides (CHAN-31)
   */
  @JCStressTest
  @Outcome(
      id = ".*full.*",
      expect = FORBIDDEN,
      desc = "head and tail of different moments compared")
  @Outcome(id = "put, put put, .*9.*", expect = ACCEPTABLE, desc = "room for all, in any order")
  @Outcome(expect = FORBIDDEN, desc = "the value was lost")
  @State
  public static class NeverFull {
    private final Ring ring = ringOf(3, 2);

    @Actor
    public void putter(LLL_Result r) {
      r.r1 = put(ring.offer(9));
    }

    @Actor
    public void takesThenPuts(LLL_Result r) {
      ring.poll();
      String first = put(ring.offer(3));
      ring.poll();
      r.r2 = first + " " + put(ring.offer(4));
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = rest(ring);
    }
  }

  /**
   * @hunts an offer that says "full" where room has been seen, because the taker who made it is
   *     still under way
   * @guards R2 of {@link Ring} and the wait for the owner of a slot in {@link Ring#offer} (CHAN-31)
   */
  @JCStressTest
  @Outcome(id = "full", expect = FORBIDDEN, desc = "the ticket was won, its slot not yet free")
  @Outcome(id = "put", expect = ACCEPTABLE, desc = "taken, seen, put")
  @Outcome(id = "no room seen", expect = ACCEPTABLE, desc = "looked before the take")
  @Outcome(expect = FORBIDDEN, desc = "nobody shuts here")
  @State
  public static class RoomSeenIsRoom {
    private final Ring ring = ringOf(2, 2);

    @Actor
    public void taker() {
      ring.poll();
    }

    @Actor
    public void putter(L_Result r) {
      r.r1 = ring.isFull() ? "no room seen" : put(ring.offer(3));
    }
  }

  /**
   * @hunts a poll that says "empty" where a value has been seen, because the putter is still under
   *     way
   * @guards R2 of {@link Ring} and the wait for the owner of a slot in {@link Ring#poll} (CHAN-31)
   */
  @JCStressTest
  @Outcome(id = "null", expect = FORBIDDEN, desc = "the ticket was won, its value not yet there")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "put, seen, taken")
  @Outcome(id = "no value seen", expect = ACCEPTABLE, desc = "looked before the put")
  @Outcome(expect = FORBIDDEN, desc = "a value from nowhere")
  @State
  public static class ValueSeenIsThere {
    private final Ring ring = new Ring(2);

    @Actor
    public void putter() {
      ring.offer(1);
    }

    @Actor
    public void taker(L_Result r) {
      r.r1 = ring.isEmpty() ? "no value seen" : ring.poll();
    }
  }

  /**
   * @hunts the put that is under way when the ring is closed, and that nobody receives any more
   * @guards the linearization point of close: CLOSED is in the word on which tickets are won
   */
  @JCStressTest
  @Outcome(
      id = "put, drained, .*",
      expect = FORBIDDEN,
      desc = "the put came after the close and was reported done")
  @Outcome(id = "put, not drained, 1", expect = ACCEPTABLE, desc = "put, closed, drained later")
  @Outcome(id = "shut, drained, null", expect = ACCEPTABLE, desc = "closed, refused")
  @Outcome(expect = FORBIDDEN, desc = "lost, or taken without having been put")
  @State
  public static class PutVersusClose {
    private final Ring ring = new Ring(1);

    @Actor
    public void putter(LLL_Result r) {
      r.r1 = put(ring.offer(1));
    }

    @Actor
    public void closer(LLL_Result r) {
      ring.close();
      r.r2 = ring.isEmpty() ? "drained" : "not drained";
      r.r3 = ring.poll();
    }
  }

  /**
   * @hunts a length that shows the inside of {@link Ring#replaceOldest}
   * @guards R1 of {@link Ring} and the bound in {@link Ring#length}: zero to capacity, and it stays
   *     full (CHAN-07, CHAN-09)
   */
  @JCStressTest
  @Outcome(id = "3", expect = FORBIDDEN, desc = "the new one counted, the oldest not yet gone")
  @Outcome(id = "1", expect = FORBIDDEN, desc = "the oldest gone, the new one not yet counted")
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "full before, during and after")
  @Outcome(expect = FORBIDDEN, desc = "head and tail of different moments compared")
  @State
  public static class LengthWhileReplacing {
    private final Ring ring = ringOf(2, 2);

    public LengthWhileReplacing() {
      ring.shutTakers();
    }

    @Actor
    public void lockHolder() {
      replaceOldest(ring, 3);
    }

    @Actor
    public void observer(L_Result r) {
      r.r1 = ring.length();
    }
  }

  /**
   * The result is the smallest and the largest length seen.
   *
   * @hunts a length put together from two moments
   * @guards the double read of head in {@link Ring#length}
   */
  @JCStressTest
  @Outcome(id = "0, .", expect = FORBIDDEN, desc = "tail from before a put, head from after a take")
  @Outcome(id = "., [34]", expect = FORBIDDEN, desc = "head from before a take, tail from after")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "each time before a put or after a take")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "both were seen")
  @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "each time between a put and its take")
  @Outcome(expect = FORBIDDEN, desc = "never so many")
  @State
  public static class LengthAtOneInstant {
    private final Ring ring = ringOf(4, 1);

    @Actor
    public void putsThenTakes() {
      for (int i = 0; i < 4; i++) {
        ring.offer(2);
        ring.poll();
      }
    }

    @Actor
    public void observer(II_Result r) {
      r.r1 = Integer.MAX_VALUE;
      for (int i = 0; i < 8; i++) {
        int length = ring.length();
        r.r1 = Math.min(r.r1, length);
        r.r2 = Math.max(r.r2, length);
      }
    }
  }
}
