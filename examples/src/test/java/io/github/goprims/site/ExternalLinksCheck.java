package io.github.goprims.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Asks other sites for what the documents link to. It needs the network, so it runs on request
 * only: {@code ./mvnw -pl examples -am test -Dtest=ExternalLinksCheck}.
 */
class ExternalLinksCheck {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(Duration.ofSeconds(20))
          .build();

  static Stream<String> links() throws IOException {
    return DocumentLinksTest.ofAllDocuments().elsewhere().stream();
  }

  @ParameterizedTest
  @MethodSource("links")
  void isThere(String link) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(link)).timeout(Duration.ofSeconds(30)).build();
    assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
  }
}
