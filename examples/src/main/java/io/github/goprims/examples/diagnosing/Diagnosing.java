package io.github.goprims.examples.diagnosing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gets into one of the troubles, and stays in it, so that one can look at it. */
public final class Diagnosing {

  private static final Map<String, Trouble> TROUBLES =
      new TreeMap<>(
          Map.of(
              "LeakedReceivers", LeakedReceivers::start,
              "BlockedProducer", BlockedProducer::start,
              "LockOrder", LockOrder::start,
              "LostContext", LostContext::start,
              "ForgottenTicker", ForgottenTicker::start,
              "StarvedCarriers", StarvedCarriers::start));

  private static final int PORT = 6060; // that of Go's users

  private Diagnosing() {}

  /**
   * Starts one of the programs, and the endpoint; both go on until the process is ended.
   *
   * @param args the name of the trouble; {@code --cured} for the program without it; {@code
   *     --port=N} for another port than 6060, zero for one that is free
   * @throws Exception if the port is in use
   */
  public static void main(String[] args) throws Exception {
    List<String> rest = new ArrayList<>(List.of(args));
    boolean cured = rest.remove("--cured");
    int port = PORT;
    if (rest.size() == 2 && rest.get(1).startsWith("--port=")) {
      port = Integer.parseInt(rest.remove(1).substring("--port=".length()));
    }
    Trouble trouble = rest.size() == 1 ? TROUBLES.get(rest.get(0)) : null;
    if (trouble == null) {
      System.err.println(
          "usage: Diagnosing TROUBLE [--cured] [--port=N]; the troubles are: "
              + String.join(", ", TROUBLES.keySet()));
      System.exit(2);
      return;
    }
    port = DebugEndpoint.start(port);
    System.out.println("look at it: curl -s localhost:" + port + "/debug/goroutines");
    trouble.start(cured);
    System.out.println("all is started; Ctrl-C ends it");
  }
}
