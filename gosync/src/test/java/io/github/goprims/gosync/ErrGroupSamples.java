package io.github.goprims.gosync;

import io.github.goprims.gocontext.Context;
import java.net.URI;
import java.util.List;

/** The samples in the documentation of {@link ErrGroup} and {@link Subtask}. */
final class ErrGroupSamples {

  private ErrGroupSamples() {}

  static void fetchAll(Context parent, List<URI> addresses, Fetcher fetcher) throws Exception {
    // @start region="fetch"
    try (ErrGroup fetches = ErrGroup.withContext(parent).limit(8)) {
      Context ctx = fetches.context(); // ends with the first failure
      for (URI address : addresses) {
        if (!fetches.go(() -> fetcher.fetch(ctx, address))) {
          break; // the context has ended: it is not worth going on
        }
      }
      fetches.await(); // throws the first failure
      parent.throwIfDone(); // not failed, but perhaps not all fetched
    }
    // @end
  }

  static String page(ErrGroup group, Fetcher fetcher, URI head, URI body) throws Exception {
    // @start region="submit"
    Subtask<String> first = group.submit(() -> fetcher.text(head));
    Subtask<String> second = group.submit(() -> fetcher.text(body));
    group.await();
    return first.get() + second.get();
    // @end
  }

  interface Fetcher {
    void fetch(Context ctx, URI address) throws Exception;

    String text(URI address) throws Exception;
  }
}
