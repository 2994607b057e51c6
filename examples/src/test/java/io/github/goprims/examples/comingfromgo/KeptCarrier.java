package io.github.goprims.examples.comingfromgo;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import java.io.RandomAccessFile;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A goroutine that waits on the only carrier, and another that has been started behind it. Prints
 * whether the other one runs within some seconds. The first argument says what is waited for:
 * {@code map} is a function of {@code computeIfAbsent}, anything else a named pipe that nobody
 * writes to; the second one how many seconds.
 */
final class KeptCarrier {

  private KeptCarrier() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("map")) {
      Go.go(() -> waitInMap(new CountDownLatch(0))).join(); // loads classes, from files
      Thread waiting = Go.go(() -> waitInMap(new CountDownLatch(1)));
      while (waiting.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    } else {
      CountDownLatch begun = new CountDownLatch(1);
      Go.go(() -> waitForPipe(arguments[0], begun));
      begun.await();
    }
    Channel<String> other = Channel.make(1);
    Go.go(() -> other.send("it runs"));
    Duration limit = Duration.ofSeconds(Long.parseLong(arguments[1]));
    System.out.println(other.receive(limit) != null);
  }

  private static void waitInMap(CountDownLatch latch) {
    var map = new ConcurrentHashMap<String, String>();
    map.computeIfAbsent(
        "key",
        key -> {
          try {
            latch.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e); // nobody does that
          }
          return key;
        });
  }

  private static void waitForPipe(String pipe, CountDownLatch begun) throws Exception {
    try (var file = new RandomAccessFile(pipe, "rw")) { // does not wait for a writer: it is one
      begun.countDown();
      file.read();
    }
  }
}
