package io.github.goprims.gosync.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gosync.RWMutexJcstress;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * @twin {@link RWMutexJcstress.Exclusion}
 * @weakened the writer and the number of readers are in two words, and the writer looks at the
 *     readers before it announces itself
 */
@JCStressTest
@Outcome(id = "in, in", expect = FORBIDDEN, desc = "a reader beside a writer")
@Outcome(expect = ACCEPTABLE, desc = "one of them waits, or both")
@State
public class RWMutexWeakened {

  private final AtomicInteger readers = new AtomicInteger();
  private volatile boolean announced;

  @Actor
  public void writer(LL_Result r) {
    boolean alone = readers.get() == 0; // in RWMutex: by the step that announces it
    announced = true;
    r.r1 = alone ? "in" : "waits";
  }

  @Actor
  public void reader(LL_Result r) {
    readers.incrementAndGet();
    r.r2 = announced ? "waits" : "in";
  }
}
