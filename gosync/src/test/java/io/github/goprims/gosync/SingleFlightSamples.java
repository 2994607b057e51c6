package io.github.goprims.gosync;

import static io.github.goprims.gochan.Select.first;
import static io.github.goprims.gochan.Select.receive;
import static io.github.goprims.gochan.Select.timeout;

import java.net.URI;
import java.time.Duration;

/** The samples in the documentation of {@link SingleFlight}. */
final class SingleFlightSamples {

  private final Fetcher fetcher;

  SingleFlightSamples(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  private final SingleFlight<URI, String> pages = new SingleFlight<>();

  String page(URI address) throws Exception {
    // @start region="run"
    // private final SingleFlight<URI, String> pages = new SingleFlight<>();
    String page = pages.run(address, () -> fetcher.fetch(address)).get(); // one request for all
    // @end
    return page;
  }

  String pageSoon(URI address) throws Exception {
    // @start region="runAsync"
    return first(
        receive(pages.runAsync(address, () -> fetcher.fetch(address)), result -> result.get()),
        timeout(Duration.ofSeconds(1), () -> "not in time"));
    // @end
  }

  interface Fetcher {
    String fetch(URI address) throws Exception;
  }
}
