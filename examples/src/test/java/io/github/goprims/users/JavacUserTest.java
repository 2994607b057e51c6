package io.github.goprims.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's program under javac with all lints, warnings being errors. */
class JavacUserTest {

  private record Outcome(int status, String output) {}

  @TempDir private Path folder;

  @Test
  void compilesWithoutAWarning() throws Exception {
    Outcome outcome =
        compile(
            """
            String answer =
                Select.first(
                    Select.receive(words, word -> word == null ? "closed" : word),
                    Select.timeout(Duration.ofSeconds(1), () -> "late"));
            String called = context.call(() -> answer + words.receive());
            WaitGroup tasks = new WaitGroup();
            tasks.go(() -> words.forEachReceived(word -> System.out.println(word + called)));
            tasks.await();
            """);
    assertThat(outcome).isEqualTo(new Outcome(0, ""));
  }

  @Test
  void namesTheUsersOwnTypeMistake() throws Exception {
    Outcome outcome =
        compile(
            """
            Integer wrong =
                Select.first(
                    Select.receive(words, word -> word == null ? "closed" : word),
                    Select.otherwise(() -> "empty"));
            """);
    assertThat(outcome.status()).as(outcome.output()).isEqualTo(1);
    assertThat(outcome.output())
        .contains("User.java:10: error: incompatible types: ", "Integer", "lower bounds: String")
        .doesNotContain("cannot access");
  }

  /**
   * Without the annotations javac 25 shows a failure of its own instead. With them it names the
   * mistake; that javac 25.0.3 then ends with status 4 all the same is its own affair.
   */
  @Test
  void namesTheHandlerWithoutReturn() throws Exception {
    Outcome outcome =
        compile(
            """
            String wrong = Select.first(Select.receive(words, word -> { word.length(); }));
            """);
    assertThat(outcome.status()).as(outcome.output()).isNotZero();
    assertThat(outcome.output())
        .contains("User.java:9: error: ", "missing return value")
        .doesNotContain("NullPointerException", "cannot access");
  }

  /** The decision on what is not built says what to do instead, in code. */
  @Test
  void compilesWhatToDoInstead() throws Exception {
    String decision = Files.readString(Path.of("../docs/adr/0014-not-built.md"));
    StringBuilder methods = new StringBuilder();
    int count = 0;
    for (String part : decision.split("```java\n")) {
      if (count++ > 0) {
        methods.append("void instead%d() throws Exception {\n".formatted(count));
        methods.append(part, 0, part.indexOf("```")).append("}\n");
      }
    }
    Outcome outcome =
        compileSource(
            """
            import io.github.goprims.gochan.*;
            import io.github.goprims.gocontext.*;
            import io.github.goprims.gosync.*;
            import java.nio.ByteBuffer;
            import java.time.Duration;
            import java.util.List;
            import java.util.concurrent.ArrayBlockingQueue;
            import java.util.concurrent.BlockingQueue;
            import java.util.concurrent.CancellationException;
            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.Executor;
            import java.util.concurrent.atomic.LongAdder;

            class User {
              interface Job { void release(); }
              record Result(int number) {}
              record Event(int number) {}

              static final int MAX_KEPT = 1 << 16;
              final Pool<ByteBuffer> buffers = Pool.of(() -> ByteBuffer.allocate(8192));
              ByteBuffer buffer = buffers.get();
              Context ctx = Context.background();
              Executor executor = Runnable::run;
              Runnable work = () -> {};
              List<Channel<Event>> subscribers = List.of();
              Event event = new Event(1);
              LongAdder dropped = new LongAdder();
              Channel<Job> jobs = Channel.make(1);
              Channel<Integer> latest = Channel.make(1);
              int value;
              Exception e = new Exception();
              Exception failure;
              Channel<Result> results = Channel.make();
              Select select = Select.create();
              ReceiveCase<Integer> arrival = select.onReceive(latest);
              SendCase<Integer> departure = select.onSend(latest);
              CompletableFuture<String> future = new CompletableFuture<>();
              Channel<Integer> channel = Channel.make(1);
              BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);

            %s}
            """
                .formatted(methods));
    assertThat(outcome).isEqualTo(new Outcome(0, ""));
    assertThat(count).isGreaterThan(8);
  }

  private Outcome compile(String body) throws IOException, InterruptedException {
    return compileSource(
        """
        import io.github.goprims.gochan.Channel;
        import io.github.goprims.gochan.Select;
        import io.github.goprims.gocontext.Context;
        import io.github.goprims.gosync.WaitGroup;
        import java.time.Duration;

        class User {
          static void use(Channel<String> words, Context context) throws InterruptedException {
        %s  }
        }
        """
            .formatted(body));
  }

  private Outcome compileSource(String text) throws IOException, InterruptedException {
    Path source = folder.resolve("User.java");
    Files.writeString(source, text);
    Process javac =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-Xlint:all",
                "-Werror",
                "-cp",
                UserClassPath.get(),
                "-d",
                folder.toString(),
                source.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(javac.waitFor(), output);
  }
}
