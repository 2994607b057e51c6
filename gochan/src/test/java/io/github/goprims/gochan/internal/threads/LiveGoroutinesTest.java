package io.github.goprims.gochan.internal.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.testing.Await;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("counts the goroutines of the whole JVM")
class LiveGoroutinesTest {

  private final GoroutineList list = new GoroutineList();

  @Test
  void aListKnowsWhatIsInIt() {
    List<GoroutineBody> bodies = add(100);
    assertThat(list.size()).isEqualTo(100);
    assertThat(walkAll()).containsExactlyElementsOf(bodies.reversed());
    bodies.forEach(list::remove);
    bodies.forEach(list::remove); // twice does nothing
    assertThat(list.size()).isZero();
    assertThat(walkAll()).isEmpty();
  }

  @Test
  void aWalkPassesWhoStaysWhateverComesAndGoes() {
    List<GoroutineBody> first = add(10);
    GoroutineList.Walk walk = list.walk();
    GoroutineBody[] batch = new GoroutineBody[4];
    assertThat(walk.next(batch)).isEqualTo(4);
    list.remove(first.get(6)); // seen, and the neighbour of the walk
    list.remove(first.get(5)); // not seen, its other neighbour
    add(3);
    Set<GoroutineBody> rest = new HashSet<>();
    for (int count = walk.next(batch); count > 0; count = walk.next(batch)) {
      rest.addAll(List.of(batch).subList(0, count));
    }
    assertThat(rest).containsExactlyInAnyOrderElementsOf(first.subList(0, 5));
    walk.end();
    assertThat(list.size()).isEqualTo(11);
    assertThat(walkAll()).hasSize(11);
  }

  @Test
  void walksDoNotMeetEachOther() {
    add(10);
    GoroutineList.Walk other = list.walk();
    assertThat(other.next(new GoroutineBody[5])).isEqualTo(5);
    assertThat(walkAll()).hasSize(10);
    assertThat(other.next(new GoroutineBody[8])).isEqualTo(5);
    other.end();
    assertThat(walkAll()).hasSize(10);
  }

  /** One that the JVM has no memory to run, say. */
  @Test
  void oneThatEndedWithoutATraceIsTakenOut() throws InterruptedException {
    Thread thread = Thread.ofVirtual().start(() -> {});
    thread.join();
    int before = LiveGoroutines.count();
    GoroutineBody body = body();
    body.enter(thread);
    AtomicBoolean seen = new AtomicBoolean();
    LiveGoroutines.forEach((each, site) -> seen.compareAndSet(false, each == thread));
    assertThat(seen).isFalse();
    assertThat(LiveGoroutines.count()).isLessThanOrEqualTo(before);
  }

  @Test
  void aStartThatFailsLeavesNothingBehind() {
    Thread started = Thread.ofVirtual().name("twice").start(LockSupport::park);
    GoroutineBody body = body();
    assertThatThrownBy(() -> body.start(started)).isInstanceOf(IllegalThreadStateException.class);
    LiveGoroutines.forEach((each, site) -> assertThat(each).isNotSameAs(started));
    LockSupport.unpark(started);
    Await.ended(started);
  }

  @Test
  void aTaskMayOverflowOrRunOutOfMemory() {
    for (Error failure : List.of(new OutOfMemoryError("on purpose"), new StackOverflowError())) {
      Thread thread =
          Go.go(
              () -> {
                Thread.currentThread().setUncaughtExceptionHandler((t, e) -> {});
                if (failure instanceof StackOverflowError) {
                  overflow(0);
                }
                throw failure;
              });
      Await.ended(thread);
      LiveGoroutines.forEach((each, site) -> assertThat(each).isNotSameAs(thread));
    }
  }

  private static int overflow(int depth) {
    return overflow(depth + 1) + 1;
  }

  private List<GoroutineBody> add(int count) {
    List<GoroutineBody> added = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      GoroutineBody body = body();
      list.add(body);
      added.add(body);
    }
    return added;
  }

  private List<GoroutineBody> walkAll() {
    List<GoroutineBody> all = new ArrayList<>();
    GoroutineBody[] batch = new GoroutineBody[3];
    GoroutineList.Walk walk = list.walk();
    for (int count = walk.next(batch); count > 0; count = walk.next(batch)) {
      all.addAll(List.of(batch).subList(0, count));
    }
    walk.end();
    return all;
  }

  private static GoroutineBody body() {
    return new GoroutineBody() {
      @Override
      protected void body() {}
    };
  }
}
