package io.github.goprims.flashsale;

import java.util.Map;

/**
 * The state of the service at one moment.
 *
 * @param millis since the service has started
 * @param queued orders in the queue
 * @param capacity of the queue
 * @param accepted orders so far, those that were stored before included
 * @param rejected orders so far: there was no place in the queue
 * @param failed orders so far that expired, were in conflict or could not be handled or stored
 * @param goroutines that there are
 * @param waits how many goroutines wait, by what they wait for; a sorted map
 */
record Snapshot(
    long millis,
    long queued,
    long capacity,
    long accepted,
    long rejected,
    long failed,
    long goroutines,
    Map<String, Integer> waits) {

  /** Goroutines that wait. */
  long blocked() {
    return waits.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** Lines of a key and a number; behind that of a wait follows what for. */
  String text() {
    StringBuilder lines = new StringBuilder();
    lines.append("millis ").append(millis).append('\n');
    lines.append("queued ").append(queued).append('\n');
    lines.append("capacity ").append(capacity).append('\n');
    lines.append("accepted ").append(accepted).append('\n');
    lines.append("rejected ").append(rejected).append('\n');
    lines.append("failed ").append(failed).append('\n');
    lines.append("goroutines ").append(goroutines).append('\n');
    lines.append("blocked ").append(blocked()).append('\n');
    waits.forEach(
        (what, n) -> lines.append("wait ").append(n).append(' ').append(what).append('\n'));
    return lines.toString();
  }
}
