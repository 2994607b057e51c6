package com.example.consumer.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.consumer.Poller;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.BubbleDeadlockError;
import io.github.goprims.gotest.NoLeaks;
import io.github.goprims.gotest.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollerTest {

  private static final Duration DAY = Duration.ofDays(1);

  @Test
  @VirtualTime
  void itAsksOnceADay() throws Exception {
    try (CancelableContext context = Context.background().withCancel()) {
      Poller poller = new Poller(context, DAY, () -> "asked at " + Bubble.now());
      assertEquals("asked at 2000-01-02T00:00:00Z", poller.answers().receive());
      assertEquals("asked at 2000-01-03T00:00:00Z", poller.answers().receive());
      assertNull(poller.answers().receive(DAY.minusNanos(1)));
      assertEquals("asked at 2000-01-04T00:00:00Z", poller.answers().receive());
      context.cancel();
      assertNull(poller.answers().receive());
      assertTrue(poller.answers().isDrained());
    }
  }

  @Test
  @VirtualTime(schedules = 20)
  void itEndsWithItsContextInAnyOrder(Context context) throws Exception {
    Poller poller = new Poller(context, DAY, () -> "asked");
    assertEquals("asked", poller.answers().receive());
    Bubble.sleep(DAY.multipliedBy(7)); // now it waits to send
  }

  @Test
  @NoLeaks
  void itEndsInRealTimeToo() throws Exception {
    try (CancelableContext context = Context.background().withCancel()) {
      Poller poller = new Poller(context, Duration.ofMillis(1), () -> "asked");
      assertEquals("asked", poller.answers().receive());
    }
  }

  @Test
  void aPollerThatIsLeftBehindIsReported() {
    String report =
        assertThrows(
                BubbleDeadlockError.class,
                () -> Bubble.run(() -> new Poller(Context.background(), DAY, () -> "asked")))
            .getMessage();
    assertTrue(report.contains("goroutine \"poller\": "), report);
    assertTrue(report.contains("com.example.consumer.Poller.ask"), report);
  }

  @Test
  void theJarsAreWhereTheTestsAre() {
    boolean modules = Boolean.getBoolean("consumer.modules");
    assertEquals(modules, PollerTest.class.getModule().isNamed());
    assertEquals(modules, Bubble.class.getModule().isNamed());
    assertEquals(modules, Context.class.getModule().isNamed());
  }
}
