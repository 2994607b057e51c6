package io.github.goprims.examples.interop;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.FlowSubscription;
import io.github.goprims.gochan.Flows;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gocontext.Context;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** What {@code docs/interop.md} shows. */
final class InteropSamples {

  private InteropSamples() {}

  static long download(HttpClient client, URI address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
        client.send(request, HttpResponse.BodyHandlers.ofPublisher());
    long bytes = 0;
    try (FlowSubscription<List<ByteBuffer>> body = Flows.subscribe(response.body(), 4)) {
      for (List<ByteBuffer> part : body.channel()) {
        bytes += part.stream().mapToLong(ByteBuffer::remaining).sum();
      }
      if (body.failure() != null) {
        throw new IOException("broken off after " + bytes + " bytes", body.failure());
      }
    }
    return bytes;
  }

  static String upload(HttpClient client, URI address, ReceiveChannel<ByteBuffer> parts)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .POST(HttpRequest.BodyPublishers.fromPublisher(Flows.publisher(parts)))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  static void handle(Context ctx, Flow.Publisher<String> orders, List<String> handled)
      throws InterruptedException {
    try (FlowSubscription<String> subscription = Flows.subscribe(orders, 16).named("orders")) {
      ctx.forEachReceived(subscription.channel(), handled::add);
    }
  }

  static Channel<String> fromQueue(Context ctx, BlockingQueue<String> queue) {
    Channel<String> channel = Channel.make(16);
    Go.go(
        "from-queue",
        () -> {
          try {
            while (true) {
              ctx.send(channel, ctx.call(queue::take));
            }
          } finally {
            channel.close();
          }
        });
    return channel;
  }

  static ReceiveChannel<String> channelOf(CompletableFuture<String> future) {
    Channel<String> result = Channel.make(1);
    future.whenComplete(
        (value, failure) -> {
          if (value != null) {
            result.trySend(value);
          }
          result.close(); // after a failure, or a null, there is only this
        });
    return result;
  }

  static <T> CompletableFuture<T> futureOf(Callable<T> work) {
    CompletableFuture<T> future = new CompletableFuture<>();
    Go.go(
        "future",
        () -> {
          try {
            future.complete(work.call());
          } catch (Throwable failure) {
            future.completeExceptionally(failure);
          }
        });
    return future;
  }

  static Map<Integer, Long> lengths(ReceiveChannel<String> words) {
    return words.stream().collect(Collectors.groupingBy(String::length, Collectors.counting()));
  }

  static String ask(Context ctx, ExecutorService executor, Callable<String> question)
      throws Exception {
    Future<String> answer = executor.submit(question);
    try {
      return ctx.call(answer::get);
    } finally {
      answer.cancel(true); // if nobody waits for it any more
    }
  }

  static String get(Context ctx, HttpClient client, URI address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    return ctx.call(() -> client.send(request, HttpResponse.BodyHandlers.ofString())).body();
  }
}
