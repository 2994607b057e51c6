package io.github.goprims.gochan.internal.threads;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which line of a program is the one that has made something. */
class CreationSiteTest {

  private static final StackTraceElement LINE = frame("com.example.Orders", "start");

  private static StackTraceElement frame(String className, String method) {
    return new StackTraceElement(className, method, "Any.java", 7);
  }

  private static StackTraceElement[] stack(String... classes) {
    StackTraceElement[] stack = new StackTraceElement[classes.length + 2];
    for (int i = 0; i < classes.length; i++) {
      stack[i] = frame("io.github.goprims." + classes[i], "any");
    }
    stack[classes.length] = LINE;
    stack[classes.length + 1] = frame("com.example.Main", "main");
    return stack;
  }

  @Test
  void theLibraryIsPassedOver() {
    assertThat(
            CreationSite.in(
                stack(
                    "gotest.internal.Kit",
                    "gochan.internal.TestKit",
                    "gochan.FunctionTimer",
                    "gochan.Timer")))
        .isSameAs(LINE);
    assertThat(
            CreationSite.in(
                stack(
                    "gochan.internal.TestKit",
                    "gocontext.CancelContext",
                    "gocontext.DeadlineContext",
                    "gocontext.Contexts",
                    "gocontext.Context")))
        .isSameAs(LINE);
    assertThat(
            CreationSite.in(
                stack("gochan.internal.threads.GoroutineBody", "gochan.Go", "gotest.Bubble")))
        .isSameAs(LINE);
  }

  @Test
  void itsOwnTestsAreAProgram() {
    StackTraceElement[] stack = stack("gochan.Timer", "gochan.TimerTest");
    assertThat(CreationSite.in(stack)).isSameAs(stack[1]);
  }

  @Test
  void thereMayBeNone() {
    assertThat(CreationSite.in(new StackTraceElement[] {frame("java.lang.VirtualThread", "run")}))
        .isNull();
  }
}
