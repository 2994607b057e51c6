package io.github.goprims.gosync;

import java.net.URI;
import java.util.List;

/** The samples in the documentation of {@link WaitGroup}. */
final class WaitGroupSamples {

  private WaitGroupSamples() {}

  static void fetchAll(List<URI> addresses, Fetcher fetcher) throws InterruptedException {
    // @start region="go"
    WaitGroup fetches = new WaitGroup();
    for (URI address : addresses) {
      fetches.go(() -> fetcher.fetch(address));
    }
    fetches.await(); // all are fetched
    // @end
  }

  interface Fetcher {
    void fetch(URI address) throws Exception;
  }
}
