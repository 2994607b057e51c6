package io.github.goprims.gosync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.testing.LeakCheck;
import io.github.goprims.gochan.testing.Spec;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks with a result. */
@ExtendWith(LeakCheck.class)
class SubtaskTest {

  private final ErrGroup group = ErrGroup.create();

  @Test
  @Spec("ERRG-16")
  void aValueCanBeHadAfterTheWait() throws Exception {
    Subtask<String> text = group.submit(() -> "text");
    Subtask<@Nullable String> none = group.submit(() -> null);
    group.await();
    assertThat(text.get()).isEqualTo("text");
    assertThat(text.get()).isEqualTo("text");
    assertThat(none.get()).isNull();
    assertThat(text.failure()).isNull();
    assertThat(text).hasToString("subtask(succeeded)");
  }

  @Test
  @Spec({"ERRG-02", "ERRG-14"})
  void aFailureIsThatOfTheGroup() throws Exception {
    IOException failure = new IOException("of the task");
    Subtask<String> failed =
        group.submit(
            () -> {
              throw failure;
            });
    assertThat(catchThrowable(group::await)).isSameAs(failure);
    assertThat(failed.failure()).isSameAs(failure);
    assertThat(catchThrowable(failed::get)).isSameAs(failure);
    assertThat(failed).hasToString("subtask(failed)");
  }

  @Test
  void anInterruptOfTheTaskIsTheSameObjectForAll() throws Exception {
    InterruptedException interrupt = new InterruptedException("of the task");
    Subtask<String> failed =
        group.submit(
            () -> {
              throw interrupt;
            });
    Throwable failure = catchThrowable(group::await);
    assertThat(failure).isExactlyInstanceOf(CompletionException.class).hasCause(interrupt);
    assertThat(failed.failure()).isSameAs(failure);
    assertThat(catchThrowable(failed::get)).isSameAs(failure);
  }

  @Test
  void whatHasNotEndedHasNeither() throws Exception {
    Channel<Integer> gate = Channel.make();
    Subtask<Integer> running = group.submit(gate::receive);
    assertThatIllegalStateException()
        .isThrownBy(running::get)
        .withMessage("errgroup: subtask has not ended: await the group before its values are read");
    assertThat(running.failure()).isNull();
    assertThat(running).hasToString("subtask(running)");
    gate.send(7);
    group.await();
    assertThat(running.get()).isEqualTo(7);
  }
}
