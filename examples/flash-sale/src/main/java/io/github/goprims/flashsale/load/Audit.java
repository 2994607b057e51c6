package io.github.goprims.flashsale.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Compares what clients were told with what is stored. */
final class Audit {

  private static final int EXAMPLES = 10;

  private final Ledger ledger;
  private final BitSet stored;
  private final List<String> findings = new ArrayList<>();

  /** Reads what the store has of the orders of a ledger. */
  Audit(Ledger ledger, Client client) throws IOException, InterruptedException {
    this.ledger = ledger;
    stored = new BitSet(ledger.size());
    String last = ledger.run();
    List<String> page = client.page(last);
    while (!page.isEmpty() && page.getFirst().startsWith(ledger.run())) {
      page.stream().filter(id -> id.startsWith(ledger.run())).forEach(this::see);
      last = page.getLast();
      page = client.page(last);
    }
    for (int number = 0; number < ledger.size(); number++) {
      check(number);
    }
  }

  private void see(String id) {
    int number = ledger.number(id);
    if (stored.get(number)) {
      findings.add(id + " is stored twice");
    }
    stored.set(number);
  }

  private void check(int number) {
    Answer answer = ledger.answer(number);
    if (answer == Answer.ACCEPTED && !stored.get(number)) {
      findings.add(ledger.id(number) + " was accepted and is not stored");
    } else if (answer == Answer.REFUSED && stored.get(number)) {
      findings.add(ledger.id(number) + " was refused and is stored");
    }
  }

  /** Whether clients were told the truth. */
  boolean passed() {
    return findings.isEmpty();
  }

  @Override
  public String toString() {
    String result =
        "accepted %d, stored %d (of %d unknown ones %d are stored)"
            .formatted(
                ledger.accepted(),
                stored.cardinality(),
                ledger.unknown(),
                stored.cardinality() - ledger.accepted());
    return passed()
        ? result + ": each accepted order is stored once, no refused one is"
        : result
            + "; %d findings: ".formatted(findings.size())
            + String.join("; ", findings.subList(0, Math.min(EXAMPLES, findings.size())));
  }
}
