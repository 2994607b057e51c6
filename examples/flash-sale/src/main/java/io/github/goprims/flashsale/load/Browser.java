package io.github.goprims.flashsale.load;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium with one page, driven by its DevTools protocol: JSON over a web socket, one
 * reply for each call.
 */
final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/.*");
  private static final Pattern SOCKET =
      Pattern.compile("\"webSocketDebuggerUrl\": \"([^\"]+/page/[^\"]+)\"");
  private static final Pattern TEXT = Pattern.compile("\"(?:value|data)\":\"([^\"]*)\"");

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Channel<String> address = Channel.make(1);
  private final Channel<String> replies = Channel.make(1);
  private final WebSocket socket;
  private int calls;

  /** Starts it, with a new folder for what it keeps. */
  Browser(String command, Path folder) throws IOException, InterruptedException {
    process =
        new ProcessBuilder(
                command,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .start();
    Go.go("output of the browser", this::read);
    HttpRequest pages =
        HttpRequest.newBuilder(URI.create("http://" + received(address) + "/json/list")).build();
    Matcher page = SOCKET.matcher(http.send(pages, BodyHandlers.ofString()).body());
    if (!page.find()) {
      throw new IOException("the browser has no page");
    }
    socket = http.newWebSocketBuilder().buildAsync(URI.create(page.group(1)), new Replies()).join();
  }

  private void read() throws IOException {
    try (BufferedReader lines = process.errorReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher listening = LISTENING.matcher(line);
        if (listening.matches()) {
          address.trySend(listening.group(1));
        }
      }
    }
  }

  /** Opens a page as if on a screen of this width, by day or by night. */
  void open(URI uri, int width, boolean dark) throws IOException, InterruptedException {
    resize(width, width);
    call(
        "Emulation.setEmulatedMedia",
        "'features': [{'name': 'prefers-color-scheme', 'value': '%s'}]"
            .formatted(dark ? "dark" : "light"));
    call("Page.navigate", "'url': '" + uri + "'");
  }

  private void resize(int width, int height) throws IOException, InterruptedException {
    call(
        "Emulation.setDeviceMetricsOverride",
        "'width': %d, 'height': %d, 'deviceScaleFactor': 1, 'mobile': false"
            .formatted(width, height));
  }

  /** The value of an expression that gives a text, without quotes; empty if it fails. */
  String evaluate(String expression) throws IOException, InterruptedException {
    return call("Runtime.evaluate", "'expression': '" + expression + "'");
  }

  /** Takes a picture of the whole page. */
  void takePicture(int width, Path file) throws IOException, InterruptedException {
    resize(width, Integer.parseInt(evaluate("String(document.body.offsetHeight)")));
    Files.write(
        file, Base64.getDecoder().decode(call("Page.captureScreenshot", "'format': 'png'")));
  }

  private String call(String method, String parameters) throws IOException, InterruptedException {
    calls++;
    String request =
        "{'id': %d, 'method': '%s', 'params': {%s}}".formatted(calls, method, parameters);
    socket.sendText(request.replace('\'', '"'), true).join();
    Matcher text = TEXT.matcher(received(replies));
    return text.find() ? text.group(1) : "";
  }

  private static String received(Channel<String> channel) throws IOException, InterruptedException {
    String text = channel.receive(PATIENCE);
    if (text == null) {
      throw new IOException("the browser does not answer");
    }
    return text;
  }

  @Override
  public void close() {
    socket.abort();
    process.destroy();
    process.onExit().join();
    http.shutdownNow();
  }

  /** Puts parts together, and hands on what is whole. */
  private final class Replies implements WebSocket.Listener {

    private final StringBuilder reply = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      reply.append(part);
      if (last) {
        replies.trySend(reply.toString());
        reply.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
