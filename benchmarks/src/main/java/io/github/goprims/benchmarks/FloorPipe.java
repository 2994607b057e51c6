package io.github.goprims.benchmarks;

/**
 * The least that a channel between one sender and one receiver needs: two counters, and a park.
 *
 * <p>What a row takes with it is what the JVM takes, on this machine and at this moment. It stands
 * for no library: it can neither be closed nor interrupted, and a second sender would break it.
 */
final class FloorPipe implements Pipe {
  private final boolean meets;
  private final Integer[] buffer;
  private final FloorCounter sent;
  private final FloorCounter received;

  /** Makes one; capacity zero means that a send waits until its value has been taken. */
  FloorPipe(FloorCounter.Policy policy, int capacity) {
    meets = capacity == 0;
    buffer = new Integer[Math.max(1, capacity)];
    sent = new FloorCounter(policy);
    received = new FloorCounter(policy);
  }

  @Override
  public void send(Integer value) {
    long ticket = sent.count();
    received.awaitMoreThan(ticket - buffer.length);
    buffer[(int) (ticket % buffer.length)] = value;
    sent.raiseTo(ticket + 1);
    if (meets) {
      received.awaitMoreThan(ticket);
    }
  }

  @Override
  public Integer receive() {
    long ticket = received.count();
    sent.awaitMoreThan(ticket);
    Integer value = buffer[(int) (ticket % buffer.length)];
    received.raiseTo(ticket + 1);
    return value;
  }

  @Override
  public boolean trySend(Integer value) {
    throw new UnsupportedOperationException("trySend");
  }

  @Override
  public Integer tryReceive() {
    throw new UnsupportedOperationException("tryReceive");
  }

  @Override
  public Object bare() {
    return this;
  }
}
