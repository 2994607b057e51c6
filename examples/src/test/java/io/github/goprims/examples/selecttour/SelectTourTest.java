package io.github.goprims.examples.selecttour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.RepeatedTest;

class SelectTourTest {

  @RepeatedTest(20)
  void printsTheSameAndLeavesNoGoroutine() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SelectTour tour = new SelectTour(new PrintStream(out));
    tour.run();

    assertThat(out.toString().lines())
        .containsExactly(
            "fan-out: 3 workers squared 1 to 10; the sum is 385",
            "fan-in: each source in its own order: [a, b, c] and [1, 2, 3]",
            "timeout: heard nothing from silent(length=0, capacity=0)",
            "timeout: still nothing",
            "default: not yet",
            "default: found a letter",
            "default: room in inbox(length=1, capacity=1)",
            "switching off: 3 before stop",
            "broadcast: one close started [1, 2, 3]");
    assertThat(tour.goroutines()).hasSize(9).noneMatch(Thread::isAlive);
  }
}
