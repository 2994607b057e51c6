package io.github.goprims.flashsale.load;

import io.github.goprims.flashsale.Arguments;
import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Runs the service in a second process, and ends it while orders arrive: first gracefully, after
 * the whole time, then once more by force. Each time a new process on the same store is asked what
 * it has.
 */
public final class Soak {

  /** Orders go on to arrive for so long after the service was told to end. */
  private static final Duration AFTER = Duration.ofSeconds(5);

  private static final Duration UNTIL_KILL = Duration.ofSeconds(15);

  private final Options options;
  private final Path store;
  private boolean passed = true;

  private Soak(Options options, Path store) {
    this.options = options;
    this.store = store;
  }

  /**
   * Ends with status 0 if nothing accepted is missing and memory was flat.
   *
   * @param args {@code --minutes N}, {@code --rate N}
   * @throws Exception if the service cannot be reached
   */
  public static void main(String[] args) throws Exception {
    Options options = Arguments.readOrExit(args, Options::of);
    Soak soak = new Soak(options, Files.createTempDirectory("flash-sale"));
    soak.terminate();
    soak.kill();
    System.out.println(soak.passed ? "PASSED" : "FAILED");
    System.exit(soak.passed ? 0 : 1);
  }

  private void terminate() throws IOException, InterruptedException {
    Ledger ledger = ledger(options.time());
    try (ServiceProcess service = new ServiceProcess(store);
        Client client = new Client(service.address())) {
      Memory memory = new Memory(client, options.time());
      endDuring(service, true, options.time(), client, ledger);
      expect(memory.isFlat(), "memory of the service: " + memory);
    }
    System.out.println(ledger.latencies());
    audit(ledger, "after SIGTERM");
  }

  private void kill() throws IOException, InterruptedException {
    Ledger ledger = ledger(UNTIL_KILL);
    try (ServiceProcess service = new ServiceProcess(store);
        Client client = new Client(service.address())) {
      endDuring(service, false, UNTIL_KILL, client, ledger);
    }
    audit(ledger, "after SIGKILL");
  }

  private Ledger ledger(Duration time) {
    return new Ledger(options.orders(time.plus(AFTER)));
  }

  private void endDuring(
      ServiceProcess service, boolean gracefully, Duration time, Client client, Ledger ledger)
      throws IOException, InterruptedException {
    Channel<Boolean> ended = Channel.make(1);
    Go.go(
        "end of the service",
        () -> {
          try {
            Go.sleep(time);
            service.end(gracefully);
            ended.send(true);
          } finally {
            ended.close();
          }
        });
    new Arrivals(client, ledger, options.rate()).run();
    expect(ended.receive() != null, "the service has ended while orders arrived");
  }

  private void audit(Ledger ledger, String when) throws IOException, InterruptedException {
    try (ServiceProcess service = new ServiceProcess(store);
        Client client = new Client(service.address())) {
      Audit audit = new Audit(ledger, client);
      expect(audit.passed(), when + ": " + audit);
      service.end(true);
    }
  }

  private void expect(boolean good, String what) {
    System.out.println((good ? "good: " : "BAD: ") + what);
    passed &= good;
  }
}
