package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Recorded;
import java.time.Duration;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** What the flight recorder is told of contexts that have ended. */
class ContextEventsTest {

  @Test
  void anEndIsRecordedWithReasonAndCauseAndWhatEndedWithIt() throws Exception {
    assertThat(OwnJvm.outputOf(Ends.class))
        .containsExactlyInAnyOrder(
            "main: context.Background.WithCancel, context canceled,"
                + " cause java.lang.IllegalStateException: gone, 3 with it",
            "main: context.Background.WithValue(user, java.lang.String).WithCancel,"
                + " context canceled, cause null, 0 with it",
            "main: io.github.goprims.gocontext.ContextEventsTest$Custom.WithCancel,"
                + " context canceled, cause io.github.goprims.gocontext.ContextEventsTest$Loud,"
                + " 0 with it",
            "main: ….WithCancel, context canceled, cause null, 0 with it",
            "goprims-alarms: context.Background.WithDeadline, context deadline exceeded,"
                + " cause null, 0 with it",
            "goprims-courier-0: context.Background.WithDeadline, context deadline exceeded,"
                + " cause null, 1 with it",
            "code of users was called: false");
  }

  private static volatile boolean called;

  /** An exception with a text of its own. */
  private static final class Loud extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      called = true;
      return "loud";
    }
  }

  /** A context with a text of its own. */
  private static final class Custom extends CustomContexts.Wrapper {
    Custom() {
      super(Context.background());
    }

    @Override
    public String toString() {
      called = true;
      return "custom";
    }
  }

  /** The program of that process. */
  static final class Ends {
    private Ends() {}

    public static void main(String[] args) throws Exception {
      Recording recording =
          Recorded.start(Map.of("io.github.goprims.ContextCancel#threshold", "0 ns"));
      Context root = Context.background();
      CancelableContext parent = root.withCancel();
      parent.withCancel().withCancel();
      parent.afterFunc(() -> {});
      parent.cancel(new IllegalStateException("gone"));
      parent.cancel(new IllegalStateException("a second cancel is no end"));
      root.withValue(Key.<String>named("user"), "secret").withCancel().cancel();
      new Custom().withCancel().cancel(new Loud());
      Context deep = root;
      for (int i = 0; i < 20; i++) {
        deep = deep.withCancel();
      }
      ((CancelableContext) deep).cancel();
      Context lonely = root.withTimeout(Duration.ofMillis(1));
      Await.until("the first deadline", () -> ((CancelContext) lonely).isEnded());
      Context awaited = root.withTimeout(Duration.ofMillis(500)); // not before it has a child
      CancelableContext child = awaited.withCancel();
      child.done().receive();
      for (RecordedEvent event : Recorded.awaitEvents(recording, "ContextCancel", 6)) {
        System.out.println(line(event));
      }
      System.out.println("code of users was called: " + called);
    }

    private static String line(RecordedEvent event) {
      return "%s: %s, %s, cause %s, %d with it"
          .formatted(
              event.getThread().getJavaName(),
              event
                  .getString("context")
                  .replaceAll("Deadline\\(.*\\)", "Deadline")
                  .replaceAll("(\\.WithCancel)+", ".WithCancel"),
              event.getString("reason"),
              event.getString("cause"),
              event.getInt("ended"));
    }
  }
}
