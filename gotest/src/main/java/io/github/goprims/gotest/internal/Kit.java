package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.internal.TestKit;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gotest.internal.Belongings.Home;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the library tells, told to the bubble that it is about. Knows which threads are members of
 * bubbles; {@link Belongings} knows of primitives, and {@link Watch} of what may be left behind.
 */
public final class Kit extends TestKit {

  private static final ConcurrentHashMap<Thread, Member> MEMBERS = new ConcurrentHashMap<>();

  /** For {@link #makeFor}: the bubble that gets what a thread makes, instead of its own. */
  private static final ThreadLocal<@Nullable Heir> HEIR = new ThreadLocal<>();

  private static final StackWalker STACKS = StackWalker.getInstance();

  private record Heir(@Nullable Home home) {}

  /** For the library, which makes the only one. */
  public Kit() {}

  /** The calling thread as a member of a bubble; null if it is in none. */
  public static @Nullable Member member() {
    return memberOf(Thread.currentThread());
  }

  static @Nullable Member memberOf(Thread thread) {
    return MEMBERS.isEmpty() ? null : MEMBERS.get(thread);
  }

  static void add(Member member) {
    MEMBERS.put(member.thread, member);
  }

  static void remove(Member member) {
    MEMBERS.remove(member.thread);
  }

  /** How many threads are in bubbles. */
  static int members() {
    return MEMBERS.size();
  }

  /** The time by which the calling thread lives. */
  static TimeSource time() {
    Member member = member();
    return member == null ? TimeSource.system() : member.world.time;
  }

  @Override
  protected void onMade(Object primitive) {
    Heir heir = HEIR.get();
    Member member = member();
    Home home = heir != null ? heir.home : member == null ? null : member.world.home;
    if (home != null && (heir != null || primitive instanceof Timed || !isStartingClass())) {
      Belongings.add(primitive, home);
    }
    if (heir == null) {
      Watch.made(primitive, home == null ? null : home.world());
    }
  }

  /**
   * Whether a class is being initialised: what is made there is there for all that come later, and
   * belongs to none, whichever was the first to need the class. Not so what is made for something
   * older, nor what goes by the clock of the bubble: nobody else has that.
   */
  private static boolean isStartingClass() {
    return STACKS.walk(frames -> frames.anyMatch(Kit::isInitializer));
  }

  private static boolean isInitializer(StackWalker.StackFrame frame) {
    return frame.getMethodName().equals("<clinit>");
  }

  @Override
  protected void onUse(Object primitive, String operation) {
    World owner = Belongings.ownerOf(primitive);
    Member member = member();
    if (owner != null && (member == null || member.world != owner)) {
      throw new IllegalStateException(outside(primitive, operation, owner, member));
    }
    if (member != null) {
      if (owner == null && primitive instanceof Clocked) {
        throw new IllegalStateException(ofOtherTime(primitive, operation, member));
      }
      member.world.step();
    }
  }

  private static String outside(
      Object primitive, String operation, World owner, @Nullable Member member) {
    String user = Member.nameOf(Thread.currentThread());
    return operation
        + " "
        + primitive
        + " from outside its bubble: it was made in "
        + owner
        + ", and "
        + user
        + (member == null ? " is in none" : " is in " + member.world)
        + "; make it outside of bubbles, or use it by goroutines only that were started in the"
        + " bubble by the library (Go.go, a group, Goroutines.factory)";
  }

  private static String ofOtherTime(Object primitive, String operation, Member member) {
    return operation
        + " "
        + primitive
        + " from inside "
        + member.world
        + ": it was made outside, and goes by the time of the machine; make it in the bubble";
  }

  @Override
  protected void onStarted() {
    Member member = member();
    if (member != null) {
      member.world.step();
    }
  }

  @Override
  protected void onHoldsOn(boolean begins) {
    Member member = member();
    if (member != null) {
      member.holdsOn += begins ? 1 : -1;
    }
  }

  @Override
  protected long onRandom() {
    Member member = member();
    return member == null ? ThreadLocalRandom.current().nextLong() : member.world.random();
  }

  @Override
  public void enters(Thread goroutine) {
    Member member = member();
    if (member != null && !MEMBERS.containsKey(goroutine)) {
      if (!member.world.enter(new Member(member.world, goroutine))) {
        throw OverError.INSTANCE;
      }
    }
    Watch.enters(goroutine);
  }

  @Override
  public void leaves(Thread goroutine) {
    Member member = memberOf(goroutine);
    try {
      if (member != null) {
        member.world.leave(member);
      }
    } finally {
      Watch.leaves(goroutine); // after the look of its bubble, whose rings may start others
    }
  }

  @Override
  public boolean takes(Throwable failure) {
    Member member = member();
    if (member == null) {
      return false;
    }
    member.world.failed(failure);
    return true;
  }

  @Override
  public void alsoEnds(Object primitive, Object wait) {
    Member member = member();
    if (member != null) {
      Home home = Belongings.homeOf(primitive);
      if (home == null || home.world() != member.world) {
        member.foreign = wait;
      } else if (home.isOpen()) {
        member.open = wait;
      }
    }
  }

  @Override
  public void follows(Object context, Object above) {
    Home home = Belongings.homeOf(context);
    if (home != null && !home.isOpen()) {
      Home ofAbove = Belongings.homeOf(above);
      if (ofAbove == null || ofAbove.isOpen() || ofAbove.world() != home.world()) {
        Belongings.add(context, new Home(home.world(), true));
      }
    }
  }

  @Override
  public boolean runs(Runnable errand) {
    Member member = member();
    return member != null && member.world.send(errand);
  }

  @Override
  public <T> T makeFor(Object owner, Supplier<T> maker) {
    Heir before = HEIR.get();
    HEIR.set(new Heir(Belongings.homeOf(owner)));
    try {
      return maker.get();
    } finally {
      if (before == null) {
        HEIR.remove();
      } else {
        HEIR.set(before);
      }
    }
  }
}
