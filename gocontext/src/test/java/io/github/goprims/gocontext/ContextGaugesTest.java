package io.github.goprims.gocontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Gauges;
import io.github.goprims.gochan.testing.Await;
import io.github.goprims.gochan.testing.OwnJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Contexts among the gauges, in processes of their own: a property decides. */
class ContextGaugesTest {

  @Test
  void contextsAreCountedIfThatIsWanted() throws Exception {
    assertThat(OwnJvm.outputOf(Program.class, "-Dgoprims.debug=contexts"))
        .containsExactly(
            "at first: 0",
            "derived: 4",
            "children ended with their parent: 1",
            "the deadline has come: 1",
            "canceled twice: 0",
            "ended before they were made: 0",
            "dropped: 1",
            "kinds: [process]");
  }

  @Test
  void contextsAreNotCountedElse() throws Exception {
    assertThat(OwnJvm.outputOf(Program.class))
        .startsWith("at first: null")
        .endsWith("kinds: [process]");
  }

  /** The program of those processes. */
  static final class Program {
    private Program() {}

    private static Long live() {
      Map<String, Long> process = Gauges.read().getFirst().values();
      return process.get("contexts");
    }

    private static void print(String what) {
      System.out.println(what + ": " + live());
    }

    public static void main(String[] args) {
      Context root = Context.background();
      print("at first");
      CancelableContext parent = root.withCancel();
      CancelableContext child = parent.withTimeout(Duration.ofDays(1));
      CancelableContext both = Context.anyOf(parent, child);
      CancelableContext other = root.withCancel();
      List<Object> channels = new ArrayList<>(List.of(child.done(), both.done()));
      print("derived");
      parent.cancel();
      print("children ended with their parent");
      CancelableContext brief = root.withTimeout(Duration.ofMillis(10));
      Await.until("deadline", () -> brief.err() != null);
      print("the deadline has come");
      other.cancel();
      other.cancel();
      print("canceled twice");
      channels.add(parent.withCancel());
      channels.add(root.withTimeout(Duration.ZERO));
      print("ended before they were made");
      root.withCancel();
      System.gc();
      print("dropped");
      // Done channels have a name, but are not among the channels.
      System.out.println("kinds: " + kinds());
    }

    private static List<String> kinds() {
      return Gauges.read().stream().map(Gauges.Reading::kind).toList();
    }
  }
}
