package io.github.goprims.gosync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Races on a {@link Pool} and its stripes: nothing goes to two.
 *
 * @primitive Pool
 */
public final class PoolJcstress {

  private PoolJcstress() {}

  /** Something that was written without any care before it was put. */
  private static final class Item {
    private String text;

    static Item of(String text) {
      Item item = new Item();
      item.text = text;
      return item;
    }
  }

  /** The text of what is there, or "-". */
  private static String take(PoolStripe stripe) {
    Item item = (Item) stripe.take();
    return item == null ? "-" : item.text;
  }

  private static String takeAll(PoolStripe stripe) {
    return take(stripe) + take(stripe) + take(stripe);
  }

  /**
   * @hunts one thing for two takers, from both places of a stripe
   * @guards {@link PoolStripe}: S1 (POOL-07)
   */
  @JCStressTest
  @Outcome(
      id = {"a, b, ---", "b, a, ---"},
      expect = ACCEPTABLE,
      desc = "one for each")
  @Outcome(
      id = {"a, -, b--", "-, a, b--"},
      expect = ACCEPTABLE,
      desc = "turned away")
  @Outcome(
      id = {"b, -, a--", "-, b, a--"},
      expect = ACCEPTABLE,
      desc = "turned away")
  @Outcome(expect = FORBIDDEN, desc = "one for both, or none")
  @State
  public static class TakeVersusTake {
    private final PoolStripe stripe = new PoolStripe();

    public TakeVersusTake() {
      stripe.add(Item.of("a"));
      stripe.add(Item.of("b"));
    }

    @Actor
    public void one(LLL_Result r) {
      r.r1 = take(stripe);
    }

    @Actor
    public void other(LLL_Result r) {
      r.r2 = take(stripe);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = takeAll(stripe);
    }
  }

  /**
   * @hunts one thing for two takers, from the stack alone
   * @guards {@link PoolStripe}: S1 (POOL-07)
   */
  @JCStressTest
  @Outcome(
      id = {"b, c, ---", "c, b, ---"},
      expect = ACCEPTABLE,
      desc = "one for each")
  @Outcome(
      id = {"c, -, b--", "-, c, b--"},
      expect = ACCEPTABLE,
      desc = "turned away")
  @Outcome(expect = FORBIDDEN, desc = "one for both, or none")
  @State
  public static class PopVersusPop {
    private final PoolStripe stripe = new PoolStripe();

    public PopVersusPop() {
      stripe.add(Item.of("a"));
      stripe.add(Item.of("b"));
      stripe.add(Item.of("c"));
      stripe.take();
    }

    @Actor
    public void one(LLL_Result r) {
      r.r1 = take(stripe);
    }

    @Actor
    public void other(LLL_Result r) {
      r.r2 = take(stripe);
    }

    @Arbiter
    public void after(LLL_Result r) {
      r.r3 = takeAll(stripe);
    }
  }

  /**
   * @hunts a thing that is there twice, or is given away half made, or is lost
   * @guards {@link PoolStripe}, fast and stack (POOL-07, POOL-09)
   */
  @JCStressTest
  @Outcome(id = "a, b--", expect = ACCEPTABLE, desc = "taken before the other came, or beside it")
  @Outcome(id = "b, a--", expect = ACCEPTABLE, desc = "the new one")
  @Outcome(id = "a, ---", expect = FORBIDDEN, desc = "the new one is lost")
  @Outcome(expect = FORBIDDEN, desc = "one of them twice, or unfinished")
  @State
  public static class AddVersusTake {
    private final PoolStripe stripe = new PoolStripe();

    public AddVersusTake() {
      stripe.add(Item.of("a"));
    }

    @Actor
    public void putter() {
      stripe.add(Item.of("b"));
    }

    @Actor
    public void taker(LL_Result r) {
      r.r1 = take(stripe);
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r2 = takeAll(stripe);
    }
  }

  /**
   * @hunts a thing that is there twice, or more lost than one of two
   * @guards {@link PoolStripe}: what may be lost (POOL-03)
   */
  @JCStressTest
  @Outcome(
      id = {"ab-", "ba-"},
      expect = ACCEPTABLE,
      desc = "both are there")
  @Outcome(
      id = {"a--", "b--"},
      expect = ACCEPTABLE,
      desc = "both to fast, one lost")
  @Outcome(expect = FORBIDDEN, desc = "one of them twice, or none")
  @State
  public static class AddVersusAdd {
    private final PoolStripe stripe = new PoolStripe();

    @Actor
    public void one() {
      stripe.add(Item.of("a"));
    }

    @Actor
    public void other() {
      stripe.add(Item.of("b"));
    }

    @Arbiter
    public void after(L_Result r) {
      r.r1 = takeAll(stripe);
    }
  }

  /**
   * @hunts things in a pool that no garbage collection will age
   * @guards {@link Pool}: P1 (POOL-05)
   */
  @JCStressTest
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "put after the turn, or noticed by it")
  @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "put before the turn, and set aside")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the same, and the next turn is due")
  @Outcome(id = "true, false", expect = FORBIDDEN, desc = "in use and not watched")
  @State
  public static class PutVersusTurn {
    private final Pool<Object> pool = Pool.create();

    public PutVersusTurn() {
      pool.put("aged");
      pool.turn();
    }

    @Actor
    public void turner() {
      pool.turn();
    }

    @Actor
    public void putter() {
      pool.put("fresh");
    }

    @Arbiter
    public void after(LL_Result r) {
      r.r1 = pool.isUsed();
      r.r2 = pool.isWatched();
    }
  }
}
