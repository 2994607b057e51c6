package io.github.goprims.gocontext;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * All interleavings of one thread with two nested runs of {@link Interruption}, a courier for each,
 * and somebody who interrupts the thread once. A step is one access to what they share. The bodies
 * do all that bodies may: consume the flag or not, at each place.
 */
final class InterruptionModel {

  /** A step of the protocol left out or moved, to see that the checks can fail. */
  enum Weakness {
    NONE,
    COUNTS_AFTER_THE_LOOK,
    NO_TURNS,
    CLEARS_FOREIGN,
    DOES_NOT_WAIT_FOR_THE_COURIER
  }

  private static final int RUNNING = 0;
  private static final int LEFT = 1;
  private static final int FIRING = 2;
  private static final int STRIKING = 3;
  private static final int FIRED = 4;
  private static final int FOREIGN = 5;
  private static final int ABSENT = 6;

  // Places in the vector of a state. Runs are OUTER and INNER, and their states stand there.
  private static final int OUTER = 0;
  private static final int INNER = 1;
  private static final int FLAG = 2;
  private static final int TURN = 3; // 0: nobody, else 1 + run
  private static final int OURS = 4;
  private static final int BODY = 5; // where the thread is
  private static final int COURIER = 6; // and 7: where the couriers are
  private static final int FOREIGN_DONE = 8;
  private static final int FOREIGN_ALIVE = 9; // came outside of all windows, and not consumed since
  private static final int COUNTED = 10;
  private static final int OUTER_SAW = 11; // the outer body has had an interrupt since its end
  private static final int INNER_ATE = 12; // the inner body consumed the flag after that end
  private static final int SIZE = 13;

  // Where the thread is.
  private static final int OUTER_BODY = 0;
  private static final int INNER_COUNT = 1;
  private static final int INNER_LOOK = 2;
  private static final int INNER_BODY = 3;
  private static final int INNER_LEAVES = 4;
  private static final int INNER_AWAITS = 5;
  private static final int INNER_TURN = 6;
  private static final int INNER_FLAG = 7;
  private static final int INNER_SETS = 8;
  private static final int INNER_CLEARS = 9;
  private static final int INNER_GIVES = 10;
  private static final int OUTER_WAITS = 11;
  private static final int OUTER_LEAVES = 12;
  private static final int OUTER_AWAITS = 13;
  private static final int OUTER_TURN = 14;
  private static final int OUTER_CLEARS = 15;
  private static final int OUTER_GIVES = 16;
  private static final int GONE = 17;

  // Where a courier is: not sent, sent (the context has ended), and so on.
  private static final int UNSENT = 0;
  private static final int SENT = 1;
  private static final int WANTS_TURN = 2;
  private static final int LOOKS = 3;
  private static final int STRIKES = 4;
  private static final int ENDS_FIRED = 5;
  private static final int ENDS_FOREIGN = 6;
  private static final int GIVES = 7;
  private static final int AT_HOME = 8;

  private final Weakness weakness;
  private final Set<String> seen = new HashSet<>();
  private final Deque<int[]> todo = new ArrayDeque<>();
  private int steps; // that are possible in the state at hand

  InterruptionModel(Weakness weakness) {
    this.weakness = weakness;
  }

  /** Walks through all states, and says how many there are. */
  int explore() {
    int[] start = new int[SIZE];
    start[INNER] = ABSENT;
    add(start);
    for (int[] state = todo.poll(); state != null; state = todo.poll()) {
      steps = 0;
      body(state);
      courier(state, OUTER);
      courier(state, INNER);
      foreign(state);
      if (steps == 0) {
        checkEnd(state);
      }
    }
    return seen.size();
  }

  private void add(int[] state) {
    if (seen.add(Arrays.toString(state))) {
      todo.push(state);
    }
  }

  /** The state with changes: pairs of a place and its new value. */
  private void next(int[] state, int... changes) {
    int[] next = state.clone();
    for (int i = 0; i < changes.length; i += 2) {
      next[changes[i]] = changes[i + 1];
    }
    if (!Arrays.equals(next, state)) {
      steps++;
      add(next);
    }
  }

  private static boolean hasEnded(int[] state, int run) {
    return state[COURIER + run] != UNSENT;
  }

  /** A foreign interrupt that comes now cannot be told from ours. */
  private static boolean inWindow(int[] state) {
    int at = state[BODY];
    boolean inner = at >= INNER_BODY && at <= INNER_GIVES && hasEnded(state, INNER);
    return at != GONE && (inner || hasEnded(state, OUTER));
  }

  private void foreign(int[] state) {
    if (state[FOREIGN_DONE] == 0) {
      next(state, FOREIGN_DONE, 1, FLAG, 1, FOREIGN_ALIVE, inWindow(state) ? 0 : 1);
    }
  }

  private void courier(int[] state, int run) {
    int at = COURIER + run;
    switch (state[at]) {
      case UNSENT -> {
        if (state[run] != ABSENT) {
          next(state, at, SENT);
        }
      }
      case SENT -> {
        if (state[run] == RUNNING) {
          next(state, run, FIRING, at, WANTS_TURN);
        } else {
          next(state, at, AT_HOME);
        }
      }
      case WANTS_TURN -> {
        if (state[TURN] == 0 || weakness == Weakness.NO_TURNS) {
          next(state, TURN, 1 + run, at, LOOKS);
        }
      }
      case LOOKS -> {
        if (state[FLAG] == 0) {
          next(state, OURS, 1, run, STRIKING, at, STRIKES);
        } else {
          next(state, at, state[OURS] == 1 ? ENDS_FIRED : ENDS_FOREIGN);
        }
      }
      case STRIKES -> {
        boolean there =
            run == OUTER
                ? state[BODY] != GONE
                : state[BODY] >= INNER_BODY && state[BODY] <= INNER_GIVES;
        check(there, "an interrupt came late", state);
        next(state, FLAG, 1, at, ENDS_FIRED);
      }
      case ENDS_FIRED -> next(state, run, FIRED, at, GIVES);
      case ENDS_FOREIGN -> next(state, run, FOREIGN, at, GIVES);
      case GIVES -> next(state, TURN, 0, at, AT_HOME);
      default -> {
        // There is nothing left to do.
      }
    }
  }

  /** The bodies, and how runs begin and leave. */
  private void body(int[] state) {
    switch (state[BODY]) {
      case OUTER_BODY -> {
        next(state, BODY, weakness == Weakness.COUNTS_AFTER_THE_LOOK ? INNER_LOOK : INNER_COUNT);
        consume(state, OUTER_BODY);
      }
      case INNER_COUNT -> {
        int least = weakness == Weakness.COUNTS_AFTER_THE_LOOK ? FIRING : FIRED;
        boolean late = weakness == Weakness.COUNTS_AFTER_THE_LOOK;
        int counted = state[OUTER] >= least ? 1 : 0;
        if (late) {
          next(state, COUNTED, counted, INNER, RUNNING, BODY, INNER_BODY);
        } else {
          next(state, COUNTED, counted, BODY, INNER_LOOK);
        }
      }
      case INNER_LOOK -> {
        if (state[FLAG] == 1) {
          consume(state, OUTER_WAITS); // the inner call throws InterruptedException at entry
        } else if (weakness == Weakness.COUNTS_AFTER_THE_LOOK) {
          next(state, BODY, INNER_COUNT);
        } else {
          next(state, INNER, RUNNING, BODY, INNER_BODY);
        }
      }
      case INNER_BODY -> {
        next(state, BODY, INNER_LEAVES);
        if (state[FLAG] == 1) {
          next(state, FLAG, 0, FOREIGN_ALIVE, 0, INNER_ATE, hasEnded(state, OUTER) ? 1 : 0);
        }
      }
      case OUTER_WAITS -> {
        next(state, BODY, OUTER_LEAVES);
        consume(state, OUTER_WAITS);
      }
      case GONE -> {
        // There is nothing left to do.
      }
      default -> leave(state);
    }
  }

  /** The outer body takes notice of the flag. */
  private void consume(int[] state, int then) {
    if (state[FLAG] == 1) {
      int saw = hasEnded(state, OUTER) ? 1 : state[OUTER_SAW];
      next(state, FLAG, 0, FOREIGN_ALIVE, 0, OUTER_SAW, saw, BODY, then);
    }
  }

  private void leave(int[] state) {
    boolean turns = weakness != Weakness.NO_TURNS;
    switch (state[BODY]) {
      case INNER_LEAVES -> {
        if (state[INNER] == RUNNING) {
          next(state, INNER, LEFT, BODY, OUTER_WAITS, OUTER_SAW, sawThroughInner(state));
        } else if (weakness == Weakness.DOES_NOT_WAIT_FOR_THE_COURIER) {
          next(state, BODY, INNER_TURN);
        } else {
          next(state, BODY, INNER_AWAITS);
        }
      }
      case INNER_AWAITS -> await(state, INNER, INNER_TURN, OUTER_WAITS);
      case INNER_TURN -> turn(state, INNER_FLAG, turns);
      case INNER_FLAG -> {
        boolean fires = state[OUTER] >= FIRING;
        next(state, BODY, (fires ? 1 : 0) > state[COUNTED] ? INNER_SETS : INNER_CLEARS);
      }
      case INNER_SETS -> {
        int outer = state[OUTER] == FOREIGN ? FIRED : state[OUTER];
        next(state, OUTER, outer, FLAG, 1, OURS, 1, BODY, INNER_GIVES);
      }
      case INNER_CLEARS -> next(state, FLAG, 0, OURS, 0, BODY, INNER_GIVES);
      case INNER_GIVES -> next(state, TURN, turns ? 0 : state[TURN], BODY, OUTER_WAITS);
      case OUTER_LEAVES -> {
        if (state[OUTER] == RUNNING) {
          next(state, OUTER, LEFT, BODY, GONE);
        } else {
          next(state, BODY, OUTER_AWAITS);
        }
      }
      case OUTER_AWAITS -> await(state, OUTER, OUTER_TURN, GONE);
      case OUTER_TURN -> turn(state, OUTER_CLEARS, turns);
      case OUTER_CLEARS -> next(state, FLAG, 0, OURS, 0, BODY, OUTER_GIVES);
      case OUTER_GIVES -> next(state, TURN, turns ? 0 : state[TURN], BODY, GONE);
      default -> throw new AssertionError(Arrays.toString(state));
    }
  }

  private void await(int[] state, int run, int then, int ifForeign) {
    int holder = state[TURN] - 1;
    if (state[run] == FIRED || (state[run] == FOREIGN && weakness == Weakness.CLEARS_FOREIGN)) {
      next(state, BODY, then);
    } else if (state[run] == FOREIGN) {
      int saw = run == INNER ? sawThroughInner(state) : state[OUTER_SAW];
      next(state, BODY, ifForeign, OUTER_SAW, saw);
    } else if (state[run] == STRIKING || (holder >= 0 && state[holder] == STRIKING)) {
      next(state, FLAG, 0);
    }
  }

  private void turn(int[] state, int then, boolean turns) {
    if (!turns) {
      next(state, BODY, then);
    } else if (state[TURN] == 0) {
      next(state, TURN, 3, BODY, then);
    } else {
      next(state, FLAG, 0);
    }
  }

  /** What the inner run does not claim for itself was for the bodies around it as well. */
  private static int sawThroughInner(int[] state) {
    return Math.max(state[OUTER_SAW], state[INNER_ATE]);
  }

  /** Nobody can go on. */
  private void checkEnd(int[] state) {
    check(state[BODY] == GONE, "the thread hangs", state);
    boolean set = state[FLAG] == 1;
    check(!set || state[FOREIGN_DONE] == 1, "the flag stays set by nobody", state);
    check(set || state[FOREIGN_ALIVE] == 0, "a foreign interrupt is lost", state);
  }

  private static void check(boolean condition, String what, int[] state) {
    if (!condition) {
      throw new AssertionError(what + ": " + Arrays.toString(state));
    }
  }

  /** Whether, in some state, the outer body would wait for ever though its context has ended. */
  boolean leavesTheOuterBodyAlone() {
    explore();
    return seen.stream().map(InterruptionModel::parse).anyMatch(this::isAlone);
  }

  private static int[] parse(String text) {
    return Arrays.stream(text.substring(1, text.length() - 1).split(", "))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private boolean isAlone(int[] state) {
    return state[BODY] == OUTER_WAITS
        && state[COURIER + OUTER] == AT_HOME
        && (state[COURIER + INNER] == AT_HOME || state[COURIER + INNER] == UNSENT)
        && state[FLAG] == 0
        && state[OUTER_SAW] == 0;
  }
}
