package io.github.goprims.gotest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gotest.BubbleDeadlockError;
import org.junit.jupiter.api.Test;

/** The first of several answers counts; but two may each find that there is none yet. */
class DoubleSendTest {

  private interface Answer {
    void offer(Channel<String> place, String answer) throws InterruptedException;
  }

  private static void planted(Channel<String> place, String answer) throws InterruptedException {
    if (place.length() == 0) {
      place.send(answer);
    }
  }

  /** Looks and sends in one step. */
  private static void mended(Channel<String> place, String answer) {
    place.trySend(answer);
  }

  private static void takesTheFirst(Answer way) throws InterruptedException {
    Channel<String> place = Channel.make(1);
    for (String server : new String[] {"east", "west", "north"}) {
      Go.go(server, () -> way.offer(place, server));
    }
    assertThat(place.receive()).isIn("east", "west", "north");
  }

  static void planted() throws InterruptedException {
    takesTheFirst(DoubleSendTest::planted);
  }

  @Test
  void schedulesFindIt() {
    Hunt.schedulesFind(60, BubbleDeadlockError.class, ": chan send", DoubleSendTest::planted);
  }

  @Test
  void twinPasses() throws Exception {
    Hunt.twinPasses(() -> takesTheFirst(DoubleSendTest::mended));
  }
}
