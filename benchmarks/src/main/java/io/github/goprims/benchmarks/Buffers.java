package io.github.goprims.benchmarks;

import io.github.goprims.gosync.Pool;
import io.netty.util.Recycler;

/** Buffers of 4 KiB, by the peers. */
public interface Buffers {

  /** Takes a buffer, writes to it and gives it back. */
  int use(int value);

  static Buffers open(String peer) {
    return switch (peer) {
      case "goprims" -> new Pooled();
      case "allocation" -> new Allocated();
      case "netty" -> new Recycled();
      default -> throw new IllegalArgumentException(peer + " has no buffers");
    };
  }

  private static int touch(byte[] buffer, int value) {
    buffer[0] = (byte) value;
    buffer[buffer.length - 1] = (byte) value;
    return buffer[value & (buffer.length - 1)];
  }

  /** Ours. */
  final class Pooled implements Buffers {
    private final Pool<byte[]> pool = Pool.of(() -> new byte[4096]);

    private Pooled() {}

    @Override
    public int use(int value) {
      byte[] buffer = pool.get();
      int result = touch(buffer, value);
      pool.put(buffer);
      return result;
    }
  }

  /** Left to the garbage collector. */
  final class Allocated implements Buffers {
    @SuppressWarnings("unused") // it makes the buffer escape
    private volatile byte[] last;

    private Allocated() {}

    @Override
    public int use(int value) {
      byte[] buffer = new byte[4096];
      if (value == -1) {
        last = buffer;
      }
      return touch(buffer, value);
    }
  }

  /** Netty's, which keeps objects for each thread, but not for virtual ones. */
  final class Recycled implements Buffers {
    private static final Recycler<Entry> RECYCLER =
        new Recycler<>() {
          @Override
          protected Entry newObject(Handle<Entry> handle) {
            return new Entry(handle);
          }
        };

    private Recycled() {}

    private static final class Entry {
      private final Recycler.Handle<Entry> handle;
      private final byte[] buffer = new byte[4096];

      Entry(Recycler.Handle<Entry> handle) {
        this.handle = handle;
      }
    }

    @Override
    public int use(int value) {
      Entry entry = RECYCLER.get();
      int result = touch(entry.buffer, value);
      entry.handle.recycle(entry);
      return result;
    }
  }
}
