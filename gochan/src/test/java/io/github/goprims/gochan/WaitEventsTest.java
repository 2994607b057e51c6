package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gochan.testing.Recorded;
import io.github.goprims.gochan.testing.Recorded.Blocked;
import io.github.goprims.gochan.testing.Spec;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the flight recorder is told of threads that have waited. */
class WaitEventsTest {

  @Test
  @Spec("DIAG-08")
  void aLongWaitIsRecordedWithItsThreadAndStack() throws Exception {
    assertThat(OwnJvm.outputOf(Waits.class))
        .containsExactlyInAnyOrderElementsOf(
            Recorded.onBothKinds(
                "ChannelReceive | closed, %s | chan receive: in(length=0, capacity=1), closed"
                    + " | closed | long | Channel.receive",
                "ChannelReceive | interrupted, %s | chan receive: in(length=0, capacity=1)"
                    + " | interrupted | long | Channel.receive",
                "ChannelReceive | nil, %s | chan receive (nil chan): nil channel"
                    + " | timed out | long | Channel.receive",
                "ChannelReceive | receiver, %s | chan receive: in(length=0, capacity=1)"
                    + " | done | long | Channel.receive",
                "ChannelReceive | timed, %s | chan receive: in(length=0, capacity=1)"
                    + " | timed out | long | Channel.receive",
                "ChannelSend | sender, %s | chan send: out(length=0, capacity=0)"
                    + " | done | long | Channel.send",
                "Select | selector, %s | select: [receive from in(length=0, capacity=1);"
                    + " send to out(length=0, capacity=0)] | done | long | Select.await",
                "Select | selector of closed, %s | select: [receive from in(length=0, capacity=1),"
                    + " closed] | closed | long | Select.await",
                "Sleep | sleeper, %s | sleep PT0.2S | timed out | long | Go.sleep"));
  }

  /** The program of that process. */
  static final class Waits {
    private Waits() {}

    public static void main(String[] args) throws Exception {
      Recorded.printWaits(Waits.class, Waits::all);
    }

    private static Channel<Integer> in() {
      return Channel.<Integer>make(1).named("in");
    }

    private static Channel<Integer> out() {
      return Channel.<Integer>make().named("out");
    }

    private static List<Blocked> all() {
      Channel<Integer> sent = out();
      Channel<Integer> received = in();
      Channel<Integer> closed = in();
      Channel<Integer> selected = in();
      Channel<Integer> selectedClosed = in();
      AtomicReference<Thread> interrupted = new AtomicReference<>();
      return List.of(
          new Blocked("sender", "chan send", () -> sent.send(1), () -> sent.receive()),
          new Blocked("receiver", "chan receive", () -> received.receive(), () -> received.send(1)),
          new Blocked("closed", "chan receive", () -> closed.receive(), () -> closed.close()),
          new Blocked(
              "interrupted",
              "chan receive",
              () -> {
                interrupted.set(Thread.currentThread());
                in().receive();
              },
              () -> interrupted.get().interrupt()),
          new Blocked(
              "selector",
              "select",
              () -> {
                Select select = select(selected);
                select.onSend(out()).value(1);
                select.await();
              },
              () -> selected.send(1)),
          new Blocked(
              "selector of closed",
              "select",
              () -> select(selectedClosed).await(),
              () -> selectedClosed.close()),
          new Blocked("timed", () -> in().receive(Recorded.LONG)),
          new Blocked("nil", () -> Channel.nil().receive(Recorded.LONG)),
          new Blocked("sleeper", () -> Go.sleep(Recorded.LONG)));
    }

    private static Select select(Channel<Integer> channel) {
      Select select = Select.create();
      select.onReceive(channel);
      return select;
    }
  }
}
