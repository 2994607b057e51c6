package io.github.goprims.examples.httpdeadlines;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.Attempt;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.ThreadKind;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.CanceledException;
import io.github.goprims.gocontext.Context;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Over real connections. Backends that hang do so until their context ends, and only until then.
 */
@ExtendWith(LeakCheck.class)
class SearchServerTest {

  private static final Context ROOT = Context.background();
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration HEARTBEAT = Duration.ofMillis(5);

  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
  private final Channel<String> log = Channel.make(10);
  private final SearchClient client = new SearchClient();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void allAnswersAreSentTogether() throws Exception {
    try (SearchServer server = server(NEVER, quick("a"), quick("b"), quick("c"))) {
      HttpResponse<String> response = client.get(ROOT, server.uri("/answer"));

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body().strip().split(" ")).containsExactlyInAnyOrder("a", "b", "c");
      assertThat(log.receive()).startsWith("GET /answer: 200 ").endsWith("; goroutines left: 0");
      assertThat(workers).hasSize(3).noneMatch(Thread::isAlive);
    }
  }

  @Test
  void aDeadlineIsAGatewayTimeout() throws Exception {
    try (SearchServer server = server(SOON, quick("a"), hanging(), hanging())) {
      HttpResponse<String> response = client.get(ROOT, server.uri("/answer"));

      assertThat(workers).hasSize(3).noneMatch(Thread::isAlive);
      assertThat(response.statusCode()).isEqualTo(504);
      assertThat(response.body()).isEqualTo("context deadline exceeded\n");
      assertThat(log.receive())
          .isEqualTo("GET /answer: 504 context deadline exceeded; goroutines left: 0");
    }
  }

  @Test
  void aFailingBackendEndsTheOthersWork() throws Exception {
    Backend failing =
        context -> {
          throw new IOException("no such host");
        };
    try (SearchServer server = server(NEVER, hanging(), failing, hanging())) {
      HttpResponse<String> response = client.get(ROOT, server.uri("/answer"));

      assertThat(workers).noneMatch(Thread::isAlive);
      assertThat(response.statusCode()).isEqualTo(502);
      assertThat(response.body()).isEqualTo("context canceled, no such host\n");
    }
  }

  @Test
  void answersAreStreamed() throws Exception {
    try (SearchServer server = server(NEVER, quick("a"), quick("b"))) {
      HttpResponse<String> response = client.get(ROOT, server.uri("/stream"));

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body())
          .contains("data: a\n\n", "data: b\n\n")
          .endsWith("event: end\ndata: complete\n\n");
      assertThat(workers).hasSize(2).noneMatch(Thread::isAlive);
    }
  }

  @Test
  void aStreamCutByItsDeadlineSaysSo() throws Exception {
    try (SearchServer server = server(SOON, hanging(), hanging())) {
      HttpResponse<String> response = client.get(ROOT, server.uri("/stream"));

      assertThat(workers).noneMatch(Thread::isAlive);
      assertThat(response.body())
          .endsWith("event: end\ndata: incomplete: context deadline exceeded\n\n");
    }
  }

  /** Nothing but the hang-up can end the work: the deadline is a day away. */
  @Test
  void aHangUpEndsTheRequestsWork() throws Exception {
    try (SearchServer server = server(NEVER, hanging(), hanging(), hanging())) {
      CancelableContext patience = ROOT.withCancel();
      Attempt<HttpResponse<String>> request =
          ThreadKind.VIRTUAL.attempt("client", () -> client.get(patience, server.uri("/stream")));
      Await.until("work", () -> workers.size() == 3);
      assertThat(workers).allMatch(Thread::isAlive);

      patience.cancel();

      assertThat(request.failure()).isInstanceOf(CanceledException.class);
      assertThat(log.receive())
          .startsWith("GET /stream: canceled: the client has hung up (")
          .endsWith("; goroutines left: 0");
      assertThat(workers).noneMatch(Thread::isAlive);
    }
  }

  @Test
  void closingTheServerEndsItsRequests() throws Exception {
    SearchServer server = server(NEVER, hanging(), hanging());
    Attempt<HttpResponse<String>> request =
        ThreadKind.VIRTUAL.attempt("client", () -> client.get(ROOT, server.uri("/answer")));
    Await.until("work", () -> workers.size() == 2);

    server.close();

    assertThat(workers).noneMatch(Thread::isAlive);
    assertThat(log.receive()).isEqualTo("GET /answer: 502 context canceled; goroutines left: 0");
    request.failed(); // or got the 502: the connection is closed at the same time
  }

  private SearchServer server(Duration limit, Backend... backends) throws IOException {
    return new SearchServer(ROOT, limit, HEARTBEAT, List.of(backends), log::trySend);
  }

  private Backend quick(String answer) {
    return context -> {
      workers.add(Thread.currentThread());
      return answer;
    };
  }

  private Backend hanging() {
    return context -> {
      workers.add(Thread.currentThread());
      context.sleep(NEVER);
      return "never";
    };
  }
}
