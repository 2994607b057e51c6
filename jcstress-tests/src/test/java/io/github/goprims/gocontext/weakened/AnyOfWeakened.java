package io.github.goprims.gocontext.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gocontext.ContextJcstress;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * @twin {@link ContextJcstress.JoinVersusLeave} on the two words alone
 * @weakened there is no fence between the write of one and the look at the other
 */
@JCStressTest
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "neither sees the other: it stays behind")
@Outcome(expect = ACCEPTABLE, desc = "somebody leaves")
@State
public class AnyOfWeakened {

  private boolean followed;
  private boolean ended;

  @Actor
  public void follower(ZZ_Result r) {
    FOLLOWED.setRelease(this, true);
    r.r1 = (boolean) ENDED.getAcquire(this); // in AnyContext.followAll: behind a full fence
  }

  @Actor
  public void ender(ZZ_Result r) {
    ENDED.setRelease(this, true);
    r.r2 = (boolean) FOLLOWED.getAcquire(this); // in AnyContext.leave: behind a full fence
  }

  private static final VarHandle FOLLOWED = handle("followed");
  private static final VarHandle ENDED = handle("ended");

  private static VarHandle handle(String field) {
    return ConstantBootstraps.fieldVarHandle(
        MethodHandles.lookup(), field, VarHandle.class, AnyOfWeakened.class, boolean.class);
  }
}
