package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.Debug;
import io.github.goprims.gochan.internal.Names;
import io.github.goprims.gochan.internal.threads.LiveGoroutines;
import io.github.goprims.gochan.internal.threads.Spans;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks for deadlocks and leaks, among all threads that wait in a primitive of the library. */
final class GoroutineReport {
  /*
   * What is certain is said to be: a cycle of locks, see LockCycles, and a wait at the nil channel.
   * All else is a guess, since nobody knows who has a reference and may go on.
   * That all goroutines were asleep at once is known although they are looked at one after the other:
   * each was found in a wait that had begun before the first look. All were at that moment.
   */

  /** How many goroutines at one place are taken for a leak. */
  static final int MANY = 1_000;

  /** How many channels are looked after. */
  private static final int MOST_CHANNELS = 100_000;

  /** How many findings of one kind are told. */
  private static final int MOST_SHOWN = 10;

  private final long now = System.nanoTime();
  private final long patience;
  private final GoroutineGroups groups;
  private final LockCycles locks = new LockCycles();
  private final IdentityHashMap<ChannelCore, Ends> channels = new IdentityHashMap<>();
  private final StringBuilder text = new StringBuilder();
  private int findings;
  private long goroutines;

  /** Goroutines that are in no overdue wait. */
  private long awake;

  /** Platform threads of the program that are in none. */
  private long awakeOthers;

  /** Whether there were more channels than are looked after. */
  private boolean hasMoreChannels;

  /** Those that wait at one channel, or at several that look alike; not as a case of a select. */
  private static final class Ends {
    final ChannelCore channel;
    long channels = 1;
    boolean toSend;
    long overdue;
    long longest;

    /** Whether a select that waits has the channel, also in a case that is switched off. */
    boolean selected;

    Ends(ChannelCore channel) {
      this.channel = channel;
    }

    Ends with(Ends other) {
      channels += other.channels;
      overdue += other.overdue;
      longest = Math.max(longest, other.longest);
      return this;
    }

    @Override
    public String toString() {
      return channels == 1 ? channel.toString() : channels + " channels such as " + channel;
    }
  }

  /** What makes channels alike: the name, the state, and who waits. */
  private record Likeness(String channel, boolean toSend) {}

  /**
   * Prepares a report.
   *
   * @param patience for how long a thread may wait before that is looked into, in nanoseconds
   */
  GoroutineReport(long patience) {
    this.patience = patience;
    groups = new GoroutineGroups(now, patience);
  }

  /** Looks, and tells what there is. */
  String make() {
    LiveGoroutines.forEach((thread, site) -> look(thread, true, site));
    for (Thread thread : OtherThreads.all()) {
      look(thread, false, null);
    }
    findCycles();
    findNilChannel();
    findAllAsleep();
    findPlaces();
    findChannels();
    String found = findings == 0 ? "no findings" : GoroutineGroups.count(findings, "finding");
    String among = " among " + GoroutineGroups.count(goroutines, "goroutine") + "\n";
    String more =
        hasMoreChannels
            ? "\nOf the channels the first %d that were met are looked at.\n"
                .formatted(MOST_CHANNELS)
            : "";
    if (!Debug.isOn("owners")) {
      more += "\nCycles of locks are looked for with -Dgoprims.debug=owners.\n";
    }
    return found + among + text + more;
  }

  private void look(Thread thread, boolean goroutine, @Nullable StackTraceElement creationSite) {
    if (thread == Thread.currentThread()) {
      return;
    }
    Sight sight = groups.add(thread, goroutine, creationSite);
    if (goroutine) {
      goroutines++;
    }
    if (!sight.isOverdue(now, patience)) {
      if (goroutine) {
        awake++;
      } else if (!thread.isDaemon()) {
        awakeOthers++;
      }
    }
    Waiter waiter = sight.waiter();
    if (waiter instanceof SelectWait wait) {
      wait.primitive().forEachCore(core -> endsOf(core).selected = true);
    } else if (waiter instanceof ChannelWaiter wait) {
      note(wait, sight);
    } else if (waiter != null && !waiter.endsByItself() && !waiter.holders().isEmpty()) {
      locks.add(thread, waiter);
    }
  }

  private void note(ChannelWaiter wait, Sight sight) {
    if (sight.isOverdue(now, patience)) {
      Ends ends = endsOf(wait.primitive());
      ends.toSend = wait instanceof ChanSendWait;
      ends.overdue++;
      ends.longest = Math.max(ends.longest, sight.waitedNanos(now));
    }
  }

  private Ends endsOf(ChannelCore channel) {
    Ends known = channels.get(channel);
    if (known == null) {
      known = new Ends(channel);
      if (channels.size() < MOST_CHANNELS) {
        channels.put(channel, known);
      } else {
        hasMoreChannels = true;
      }
    }
    return known;
  }

  private void findCycles() {
    for (List<Thread> cycle : locks.find()) {
      finding("deadlock of " + GoroutineGroups.count(cycle.size(), "thread"));
      for (int i = 0; i < cycle.size(); i++) {
        Thread thread = cycle.get(i);
        Waiter wait = locks.waitOf(thread);
        line(
            "%s waits in %s for %s, held by %s"
                .formatted(
                    Names.of(thread),
                    wait.reason(),
                    wait.waitsOn(),
                    Names.of(cycle.get((i + 1) % cycle.size()))));
      }
      certain("it stays, except if a thread is interrupted, or if another unlocks for it");
    }
  }

  private void findNilChannel() {
    Ends ends = channels.remove(NilCore.INSTANCE);
    if (ends != null && ends.overdue > 0) {
      finding(
          "%s waiting at the nil channel, for up to %s"
              .formatted(GoroutineGroups.count(ends.overdue, "thread"), Spans.text(ends.longest)));
      certain("only an interrupt ends such a wait");
    }
  }

  private void findAllAsleep() {
    if (goroutines > 0 && awake == 0 && TimeSource.current().scheduler().pending() == 0) {
      finding("all goroutines are asleep: " + goroutines);
      certain("none of them goes on by itself, and no timer is pending");
      guess("nobody else wakes them: " + others());
    }
  }

  private void findPlaces() {
    groups.largestFirst().stream()
        .filter(group -> group.overdue >= MANY)
        .limit(MOST_SHOWN)
        .forEach(
            group -> {
              finding("many at one place");
              group.printTo(text);
              certain(
                  group.overdue + " of them have waited for " + Spans.text(patience) + " or more");
              guess("they are leaked: nobody is going to wake them, and more may come");
            });
  }

  private void findChannels() {
    Map<Likeness, Ends> alike = new HashMap<>();
    for (Ends ends : channels.values()) {
      if (ends.overdue > 0 && !ends.selected && !isDoneOfContext(ends.channel)) {
        alike.merge(new Likeness(ends.channel.toString(), ends.toSend), ends, Ends::with);
      }
    }
    alike.values().stream()
        .sorted(Comparator.comparingLong((Ends ends) -> -ends.overdue))
        .limit(MOST_SHOWN)
        .forEach(this::tellOf);
  }

  /** Whether nobody ever sends there: the end of the context closes it. */
  private static boolean isDoneOfContext(ChannelCore channel) {
    String name = channel.name;
    return name != null && Names.isUnlisted(name);
  }

  private void tellOf(Ends ends) {
    String others = ends.toSend ? "receive" : "send";
    finding(
        "%s waiting to %s, for up to %s: %s"
            .formatted(
                GoroutineGroups.count(ends.overdue, "thread"),
                ends.toSend ? "send" : "receive",
                Spans.text(ends.longest),
                ends));
    certain("nobody waits to " + others + " there, and no waiting select has the channel");
    String nobody = "nobody is left to " + others + (ends.toSend ? ": " : ", or to close it: ");
    boolean fromPublisher = ends.channel instanceof FlowCore;
    guess((fromPublisher ? "its publisher publishes nothing more: " : nobody) + others());
  }

  /** Who may go on. */
  private String others() {
    return "%s and %s run, or wait for something else or shortly"
        .formatted(
            GoroutineGroups.count(awake, "goroutine"),
            GoroutineGroups.count(awakeOthers, "platform thread"));
  }

  private void finding(String title) {
    findings++;
    text.append('\n').append(title).append('\n');
  }

  private void certain(String what) {
    line("certain: " + what);
  }

  private void guess(String what) {
    line("a guess: " + what);
  }

  private void line(String what) {
    text.append("    ").append(what).append('\n');
  }
}
