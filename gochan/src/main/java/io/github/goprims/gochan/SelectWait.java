package io.github.goprims.gochan;

import io.github.goprims.gochan.internal.waiting.Waiter;

/** A thread blocked in a select; the outcome is the {@link ChannelWaiter} of the case chosen. */
final class SelectWait extends Waiter {

  private final Select select;
  private final boolean hasCases;

  SelectWait(Select select, boolean hasCases) {
    this.select = select;
    this.hasCases = hasCases;
  }

  @Override
  public String reason() {
    return hasCases ? "select" : "select (no cases)";
  }

  @Override
  protected long dueTime() {
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
}
