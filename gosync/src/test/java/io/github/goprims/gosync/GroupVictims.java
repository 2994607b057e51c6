package io.github.goprims.gosync;

import static io.github.goprims.gosync.OverflowVictims.LONG;
import static io.github.goprims.gosync.OverflowVictims.MOMENT;
import static io.github.goprims.gosync.OverflowVictims.ends;
import static io.github.goprims.gosync.OverflowVictims.require;
import static io.github.goprims.gosync.OverflowVictims.waiting;

import io.github.goprims.gochan.testing.Overflows.Victim;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Wait groups and groups of tasks that overflows of the stack should not damage. */
final class GroupVictims {

  private GroupVictims() {}

  static void addTo(Map<String, Supplier<Victim>> all) {
    all.put("WaitGroup", GroupVictim::new);
    all.put("ErrGroup", () -> new ErrGroupVictim(ErrGroup.create()));
    all.put("ErrGroup, limited", () -> new ErrGroupVictim(ErrGroup.create().limit(1)));
    all.put("ErrGroup, at its limit", RefusedVictim::new);
  }

  private static final class GroupVictim implements Victim {
    private final WaitGroup group = new WaitGroup();
    private final List<Thread> waiters = new ArrayList<>();

    GroupVictim() {
      group.add(1);
      waiters.add(waiting(() -> group.await()));
    }

    @Override
    public void operate() throws Exception {
      group.add(1);
      group.done();
      group.await(MOMENT);
      group.done();
    }

    @Override
    public boolean works() throws Exception {
      group.add(-group.count()); // those who failed had done nothing
      return ends(waiters) && group.await(LONG) && group.toString().endsWith("waiting=0)");
    }
  }

  private static final class ErrGroupVictim implements Victim {
    private final ErrGroup group;
    private final AtomicInteger ran = new AtomicInteger();
    private int started;

    ErrGroupVictim(ErrGroup group) {
      this.group = group;
    }

    @Override
    public void operate() throws Exception {
      if (group.go(ran::incrementAndGet)) {
        started++;
      }
      group.await();
      group.close();
    }

    @Override
    public boolean works() throws Exception {
      Thread other = Thread.ofPlatform().daemon().start(group::close);
      return other.join(LONG) && ran.get() >= started && group.toString().contains("running=0");
    }
  }

  /** The wait for a place ends at once, with the context. */
  private static final class RefusedVictim implements Victim {
    private final CancelableContext ended = Context.background().withCancel();
    private final ErrGroup group = ErrGroup.withContext(ended).limit(0);
    private final AtomicInteger ran = new AtomicInteger();

    {
      ended.cancel();
    }

    @Override
    public void operate() throws Exception {
      require(!group.go(ran::incrementAndGet), "a place where there is none");
    }

    @Override
    public boolean works() throws Exception {
      require(group.toString().endsWith("(running=0, limit=0)"), "left behind: " + group);
      require(group.limit(1).tryGo(ran::incrementAndGet), "no place");
      group.await();
      return ran.get() == 1;
    }
  }
}
