package io.github.goprims.benchmarks;

import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gocontext.Key;
import io.grpc.Context.CancellableContext;

/** Contexts that are canceled and carry values, by the peers. */
public interface Contexts {

  /** A context that can be canceled, below {@code parent}; below nothing if that is null. */
  Object derive(Object parent);

  void cancel(Object context);

  boolean isDone(Object context);

  Object makeKey(String name);

  Object withValue(Object parent, Object key, Object value);

  Object value(Object context, Object key);

  static Contexts open(String peer) {
    return switch (peer) {
      case "goprims" -> new Goprims();
      case "grpc" -> new Grpc(true);
      case "grpc-bare" -> new Grpc(false);
      default -> throw new IllegalArgumentException(peer + " has no contexts");
    };
  }

  /** Ours. */
  final class Goprims implements Contexts {
    private Goprims() {}

    @Override
    public Object derive(Object parent) {
      return parent == null ? Context.background().withCancel() : ((Context) parent).withCancel();
    }

    @Override
    public void cancel(Object context) {
      ((CancelableContext) context).cancel();
    }

    @Override
    public boolean isDone(Object context) {
      return ((Context) context).err() != null;
    }

    @Override
    public Object makeKey(String name) {
      return Key.named(name);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object withValue(Object parent, Object key, Object value) {
      return ((Context) parent).withValue((Key<Object>) key, value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object value(Object context, Object key) {
      return ((Context) context).value((Key<Object>) key);
    }
  }

  /** gRPC's, which joins its parent only when it has a listener. */
  final class Grpc implements Contexts {
    private static final io.grpc.Context.CancellationListener LISTENER = context -> {};

    private final boolean listening;

    private Grpc(boolean listening) {
      this.listening = listening;
    }

    @Override
    public Object derive(Object parent) {
      io.grpc.Context above = parent == null ? io.grpc.Context.ROOT : (io.grpc.Context) parent;
      CancellableContext context = above.withCancellation();
      if (listening) {
        context.addListener(LISTENER, Runnable::run);
      }
      return context;
    }

    @Override
    public void cancel(Object context) {
      ((CancellableContext) context).cancel(null);
    }

    @Override
    public boolean isDone(Object context) {
      return ((io.grpc.Context) context).isCancelled();
    }

    @Override
    public Object makeKey(String name) {
      return io.grpc.Context.key(name);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object withValue(Object parent, Object key, Object value) {
      return ((io.grpc.Context) parent).withValue((io.grpc.Context.Key<Object>) key, value);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object value(Object context, Object key) {
      return ((io.grpc.Context.Key<Object>) key).get((io.grpc.Context) context);
    }
  }
}
