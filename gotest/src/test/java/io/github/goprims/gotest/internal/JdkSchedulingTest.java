package io.github.goprims.gotest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.goprims.gochan.testing.OwnJvm;
import io.github.goprims.gotest.Bubble;
import io.github.goprims.gotest.BubbleOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class JdkSchedulingTest {

  @Test
  void aThreadAndItsChildrenRunWhereTheExecutorSays() throws Exception {
    LinkedBlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();
    JdkScheduling jdk = JdkScheduling.open();
    List<Thread> carriers = new ArrayList<>();
    CountDownLatch ended = new CountDownLatch(2);
    Runnable child =
        () -> {
          carriers.add(jdk.currentCarrier());
          ended.countDown();
        };
    Thread parent =
        jdk.unstarted(
            steps::add,
            "parent",
            () -> {
              carriers.add(jdk.currentCarrier());
              Thread.ofVirtual().start(child);
              ended.countDown();
            });
    assertThat(parent.isVirtual()).isTrue();
    assertThat(parent.getName()).isEqualTo("parent");
    parent.start();
    while (ended.getCount() > 0) {
      steps.take().run();
    }
    assertThat(carriers).containsExactly(Thread.currentThread(), Thread.currentThread());
    assertThat(jdk.currentCarrier()).isSameAs(Thread.currentThread());
  }

  @Test
  void namesTheFlagForTheModuleThatItIsIn() {
    assertThat(JdkScheduling.shut(JdkScheduling.class.getClassLoader().getUnnamedModule()))
        .isEqualTo(
            "schedules need a JVM that is started with --add-opens java.base/java.lang=ALL-UNNAMED."
                + " With Maven: <argLine>--add-opens java.base/java.lang=ALL-UNNAMED</argLine> in"
                + " the configuration of maven-surefire-plugin. With Gradle:"
                + " jvmArgs(\"--add-opens=java.base/java.lang=ALL-UNNAMED\") in the test task."
                + " A bubble without schedules needs none of this.");
    assertThat(JdkScheduling.shut(Thread.class.getModule()))
        .contains("--add-opens java.base/java.lang=java.base.");
  }

  @Test
  void withoutTheFlagSchedulesAreRefusedAndBubblesAreNot() throws Exception {
    assertThat(OwnJvm.outputOf(WithoutTheFlag.class))
        .singleElement()
        .asString()
        .startsWith(
            "schedules need a JVM that is started with"
                + " --add-opens java.base/java.lang=ALL-UNNAMED. With Maven:");
  }

  @Test
  void whereTheJvmHasNoSuchThreadsSchedulesAreRefusedAndBubblesAreNot() throws Exception {
    assertThat(
            OwnJvm.outputOf(
                WithoutTheFlag.class,
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:-VMContinuations"))
        .singleElement()
        .asString()
        .startsWith("this JVM has no way to schedule virtual threads that schedules know of: ")
        .endsWith(". A bubble without schedules needs none of this.");
  }

  /** Prints why it can have no schedules, and has a bubble. */
  static final class WithoutTheFlag {
    private WithoutTheFlag() {}

    public static void main(String[] args) throws Exception {
      boolean[] ran = {false};
      Bubble.run(() -> ran[0] = true);
      try {
        Bubble.run(BubbleOptions.defaults().schedules(1), () -> ran[0] = false);
      } catch (IllegalStateException e) {
        System.out.println(ran[0] ? e.getMessage() : "no bubble has run");
      }
    }
  }
}
