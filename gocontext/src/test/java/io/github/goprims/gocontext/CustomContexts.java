package io.github.goprims.gocontext;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.Go;
import io.github.goprims.gochan.ReceiveChannel;
import io.github.goprims.gochan.Task;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Contexts as users might make them. */
final class CustomContexts {

  private CustomContexts() {}

  /** Passes everything on that an implementation must have, and nothing else. */
  static class Wrapper implements Context {
    final Context inner;

    Wrapper(Context inner) {
      this.inner = inner;
    }

    @Override
    public @Nullable Instant deadline() {
      return inner.deadline();
    }

    @Override
    public ReceiveChannel<Void> done() {
      return inner.done();
    }

    @Override
    public @Nullable ContextDoneException err() {
      return inner.err();
    }

    @Override
    public <V> @Nullable V value(Key<V> key) {
      return inner.value(key);
    }

    @Override
    public String toString() {
      return "wrapper";
    }
  }

  /** Never ends, and says so as in Go: by a done that is null. */
  static final class Endless extends Wrapper {
    Endless() {
      super(Context.background());
    }

    @Override
    @SuppressWarnings("NullAway") // Java makes nobody keep to the annotations
    public ReceiveChannel<Void> done() {
      return null;
    }
  }

  /** Ends by itself. */
  static class Own extends Wrapper {
    final Channel<Void> done = Channel.make();
    private volatile @Nullable ContextDoneException err;

    Own(Context inner) {
      super(inner);
    }

    void end(ContextDoneException how) {
      err = how;
      done.close();
    }

    void tryEnd(boolean wanted) {
      if (wanted) {
        end(CanceledException.instance());
      }
    }

    @Override
    public ReceiveChannel<Void> done() {
      return done.receiveOnly();
    }

    @Override
    public @Nullable ContextDoneException err() {
      return err;
    }
  }

  /** Ends by itself, and tells those who want to know. */
  static final class Telling extends Own {
    final Set<Task> functions = ConcurrentHashMap.newKeySet();

    Telling(Context inner) {
      super(inner);
    }

    @Override
    public AfterFunc afterFunc(Task function) {
      functions.add(function);
      return () -> functions.remove(function);
    }

    @Override
    void end(ContextDoneException how) {
      super.end(how);
      functions.forEach(function -> Go.go(function));
      functions.clear();
    }
  }
}
