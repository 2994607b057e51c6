package io.github.goprims.gocontext;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Select;

/**
 * Runs a function when a done channel is closed, in the goroutine that waits for it. The close of
 * {@code stopped}, which succeeds once, decides whether the function runs.
 */
final class Watcher implements AfterFunc {

  private final Channel<Void> stopped = Channel.make();

  private Watcher() {}

  static AfterFunc start(ReceiveChannel<Void> done, Runnable function) {
    Watcher watcher = new Watcher();
    Go.go("context watcher", () -> watcher.watch(done, function));
    return watcher;
  }

  private void watch(ReceiveChannel<Void> done, Runnable function) throws InterruptedException {
    Select select = Select.create();
    select.onReceive(done);
    select.onReceive(stopped);
    select.await();
    if (stopped.tryClose()) {
      function.run();
    }
  }

  @Override
  public boolean stop() {
    return stopped.tryClose();
  }
}
