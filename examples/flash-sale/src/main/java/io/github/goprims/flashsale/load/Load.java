package io.github.goprims.flashsale.load;

import io.github.goprims.flashsale.Arguments;
import java.net.ConnectException;

/** Sends orders to a running service, and checks what it has made of them. */
public final class Load {

  private Load() {}

  /**
   * Ends with status 0 if nothing accepted is missing and memory was flat.
   *
   * @param args {@code --service URI}, {@code --minutes N}, {@code --rate N}
   * @throws Exception if the service cannot be reached
   */
  public static void main(String[] args) throws Exception {
    Options options = Arguments.readOrExit(args, Options::of);
    try (Client client = new Client(options.service())) {
      System.out.println("heap of the service, idle: " + Memory.megabytes(client.heap()));
      Ledger ledger = new Ledger(options.orders(options.time()));
      Memory memory = new Memory(client, options.time());
      new Arrivals(client, ledger, options.rate()).run();
      boolean flat = memory.isFlat();
      Audit audit = new Audit(ledger, client);
      System.out.println(ledger.latencies());
      System.out.println(audit);
      boolean passed = flat && audit.passed();
      System.out.println(
          (passed ? "PASSED" : "FAILED") + ": memory " + (flat ? "flat: " : "not flat: ") + memory);
      System.exit(passed ? 0 : 1);
    } catch (ConnectException e) {
      System.out.println("FAILED: no service at " + options.service());
      System.exit(1);
    }
  }
}
