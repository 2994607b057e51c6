package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.events.WaitKind;
import io.github.goprims.gochan.internal.waiting.Waiter;
import java.util.function.Consumer;

/** A thread blocked in a select; the outcome is the {@link ChannelWaiter} of the case chosen. */
final class SelectWait extends Waiter {

  private final Select select;
  private final boolean hasCases;

  SelectWait(Select select, boolean hasCases) {
    this.select = select;
    this.hasCases = hasCases;
  }

  @Override
  protected WaitKind kind() {
    return WaitKind.SELECT;
  }

  @Override
  public String reason() {
    return hasCases ? "select" : "select (no cases)";
  }

  @Override
  protected String outcomeText(Object end) {
    Object came = end instanceof ChannelWaiter chosen ? chosen.result : end;
    return came == ChannelWaiter.CLOSED ? came.toString() : super.outcomeText(end);
  }

  @Override
  public long dueTime() {
    return select.dueTime(this);
  }

  @Override
  protected void serveDue() {
    select.serveDue(this);
  }

  @Override
  public Select primitive() {
    return select;
  }

  @Override
  public void forEachPrimitive(Consumer<Object> visitor) {
    select.forEachActiveCore(visitor);
  }
}
