package io.github.goprims.gocontext;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Select;
import io.github.goprims.gochan.Task;
import io.github.goprims.gochan.internal.threads.Detached;

/**
 * Runs a function when a done channel is closed, in the goroutine that waits for it. The close of
 * {@code stopped}, which succeeds once, decides whether the function runs.
 */
final class Watcher implements AfterFunc {

  private final Channel<Void> stopped = Channel.make();

  private Watcher() {}

  static AfterFunc start(ReceiveChannel<Void> done, Task function) {
    Watcher watcher = new Watcher();
    Detached.startOfContext(() -> watcher.watch(done, function));
    return watcher;
  }

  private void watch(ReceiveChannel<Void> done, Task function) throws Exception {
    Thread.currentThread().setName("context watcher");
    Select select = Select.create();
    select.onReceive(done);
    select.onReceive(stopped);
    try {
      select.await();
    } catch (InterruptedException e) {
      return; // being told to stop, and stopping, is how goroutines end
    }
    if (stopped.tryClose()) {
      Thread.currentThread().setName(Detached.CONTEXT);
      function.run();
    }
  }

  @Override
  public boolean stop() {
    return stopped.tryClose();
  }
}
