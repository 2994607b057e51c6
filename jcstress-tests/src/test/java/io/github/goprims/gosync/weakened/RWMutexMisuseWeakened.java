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
 * @twin {@link RWMutexJcstress.MisuseVersusReader}
 * @weakened an unlock subtracts first, as Go's does, and adds again what was too much
 */
@JCStressTest
@Outcome(id = "refused, in", expect = FORBIDDEN, desc = "a writer finds no reader, and one is in")
@Outcome(expect = ACCEPTABLE, desc = "the reader is counted, or its lock was given back")
@State
public class RWMutexMisuseWeakened {

  private final AtomicInteger readers = new AtomicInteger();

  @Actor
  public void misuser(LL_Result r) {
    boolean refused = readers.getAndAdd(-1) <= 0; // in RWMutexCount: not below zero
    if (refused) {
      readers.getAndAdd(1);
    }
    r.r1 = refused ? "refused" : "unlocked";
  }

  @Actor
  public void readerAndThenWriter(LL_Result r) {
    readers.getAndAdd(1);
    r.r2 = readers.get() == 0 ? "in" : "waits";
  }
}
