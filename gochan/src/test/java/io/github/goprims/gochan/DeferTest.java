package io.github.goprims.gochan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.goprims.gochan.testing.Spec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeferTest {

  private final List<String> ran = new ArrayList<>();

  @AfterEach
  void clearTheFlag() {
    Thread.interrupted();
  }

  private Task note(String what) {
    return () -> ran.add(what);
  }

  private Task fail(String what, Exception failure) {
    return () -> {
      ran.add(what);
      throw failure;
    };
  }

  @Test
  void actionsRunLastInFirstOut() {
    try (Defer scope = Defer.scope()) {
      scope.defer(note("third"));
      scope.defer(note("second"));
      scope.defer(note("first"));
      ran.add("body");
    }
    assertThat(ran).containsExactly("body", "first", "second", "third");
  }

  @Test
  @Spec("FAIL-01")
  void actionsRunWhenTheBodyFails() {
    Channel<Integer> closed = Channel.make();
    closed.close();
    Throwable thrown =
        catchThrowable(
            () -> {
              try (Defer scope = Defer.scope()) {
                scope.defer(note("deferred"));
                closed.send(1);
              }
            });
    assertThat(thrown).isInstanceOf(ChannelClosedException.class).hasNoSuppressedExceptions();
    assertThat(ran).containsExactly("deferred");
  }

  @Test
  void theBodysFailureSuppressesThoseOfActions() {
    IllegalStateException body = new IllegalStateException("body");
    IllegalStateException action = new IllegalStateException("action");
    assertThatThrownBy(
            () -> {
              try (Defer scope = Defer.scope()) {
                scope.defer(fail("action", action));
                throw body;
              }
            })
        .isSameAs(body)
        .hasSuppressedException(action);
  }

  @Test
  void allActionsRunAndTheFirstFailureLeaves() {
    RuntimeException first = new IllegalStateException("first");
    RuntimeException second = new IllegalArgumentException("second");
    IOException third = new IOException("third");
    Defer scope = Defer.scope();
    scope.defer(note("last"));
    scope.defer(fail("c", third));
    scope.defer(fail("b", second));
    scope.defer(fail("a", first));
    assertThatThrownBy(scope::close).isSameAs(first);
    assertThat(first.getSuppressed()).containsExactly(second, third);
    assertThat(ran).containsExactly("a", "b", "c", "last");
  }

  @Test
  void anErrorLeavesAsItIs() {
    AssertionError error = new AssertionError("error");
    Defer scope = Defer.scope();
    scope.defer(note("last"));
    scope.defer(
        () -> {
          throw error;
        });
    assertThatThrownBy(scope::close).isSameAs(error);
    assertThat(ran).containsExactly("last");
  }

  @Test
  void aCheckedFailureLeavesInACompletionException() {
    IOException checked = new IOException("checked");
    RuntimeException later = new IllegalStateException("later");
    Defer scope = Defer.scope();
    scope.defer(fail("b", later));
    scope.defer(fail("a", checked));
    assertThatThrownBy(scope::close)
        .isExactlyInstanceOf(CompletionException.class)
        .hasCause(checked);
    assertThat(checked.getSuppressed()).containsExactly(later);
  }

  @Test
  void theSameFailureTwiceIsOneFailure() {
    RuntimeException failure = new IllegalStateException("again and again");
    Defer scope = Defer.scope();
    scope.defer(fail("b", failure));
    scope.defer(fail("a", failure));
    assertThatThrownBy(scope::close).isSameAs(failure).hasNoSuppressedExceptions();
    assertThat(ran).containsExactly("a", "b");
  }

  @Test
  void anInterruptSetsTheFlagAgain() {
    InterruptedException interrupt = new InterruptedException();
    Defer scope = Defer.scope();
    scope.defer(note("last"));
    scope.defer(fail("a", interrupt));
    assertThatThrownBy(scope::close)
        .isExactlyInstanceOf(CompletionException.class)
        .hasCause(interrupt);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(ran).containsExactly("a", "last");
  }

  @Test
  void aSecondCloseDoesNothing() {
    Defer scope = Defer.scope();
    scope.defer(fail("once", new IllegalStateException("first close")));
    assertThatThrownBy(scope::close).isInstanceOf(IllegalStateException.class);
    scope.close();
    assertThat(ran).containsExactly("once");
  }

  @Test
  void anActionMayDeferAnother() {
    Defer scope = Defer.scope();
    scope.defer(note("last"));
    scope.defer(
        () -> {
          ran.add("outer");
          scope.defer(note("inner"));
        });
    scope.close();
    assertThat(ran).containsExactly("outer", "inner", "last");
  }

  @Test
  @Spec("FAIL-04")
  void deferAfterCloseFails() {
    Defer scope = Defer.scope();
    scope.close();
    assertThatThrownBy(() -> scope.defer(note("too late")))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("defer on closed scope");
    scope.close();
    assertThat(ran).isEmpty();
  }

  @Test
  @Spec("INT-11")
  void nullIsRefused() {
    Defer scope = Defer.scope();
    scope.defer(note("only"));
    assertThatThrownBy(() -> scope.defer(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("action");
    scope.close();
    assertThat(ran).containsExactly("only");
    assertThatThrownBy(() -> scope.defer(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void scopesNest() {
    try (Defer outer = Defer.scope()) {
      outer.defer(note("outer"));
      try (Defer inner = Defer.scope()) {
        inner.defer(note("inner"));
      }
      ran.add("between");
    }
    assertThat(ran).containsExactly("inner", "between", "outer");
  }
}
