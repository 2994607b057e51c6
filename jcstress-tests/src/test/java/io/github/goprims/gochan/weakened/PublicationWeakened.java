package io.github.goprims.gochan.weakened;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.goprims.gochan.PublicationJcstress;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * @twin {@link PublicationJcstress.ThroughRing} on one slot
 * @weakened the sequence is written and read as a plain field
 */
@JCStressTest
@Outcome(id = "sent, 0, .*", expect = FORBIDDEN, desc = "what the sender did before is missing")
@Outcome(id = "sent, 1, empty", expect = FORBIDDEN, desc = "the value is there, its field is not")
@Outcome(id = "sent, 1, full", expect = ACCEPTABLE, desc = "sent, received")
@Outcome(id = "none, [01], .*", expect = ACCEPTABLE, desc = "nothing received, nothing promised")
@Outcome(expect = FORBIDDEN, desc = "neither of them")
@State
public class PublicationWeakened {

  private static final class Slot {
    int sequence; // in Ring: written with release, read with acquire
    Object value;
  }

  private final Slot slot = new Slot();
  private int plain;

  @Actor
  public void sender() {
    plain = 1;
    slot.value = "parcel";
    slot.sequence = 1;
  }

  /** One that has looked before: without an acquire in between, it need not look again. */
  @Actor
  public void receiver(LLL_Result r) {
    if (plain == 1) {
      r.r1 = "none";
      r.r2 = 1;
      r.r3 = "";
      return;
    }
    int sequence = slot.sequence;
    Object value = slot.value;
    int seen = plain;
    r.r1 = sequence == 1 ? "sent" : "none";
    r.r2 = seen;
    r.r3 = value == null ? "empty" : "full";
  }
}
