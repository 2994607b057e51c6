package io.github.goprims.gochan;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Values received in one step. Has its room before the first arrives, so that none gets lost. */
final class Batch extends AbstractList<Object> implements RandomAccess {

  final @Nullable Object[] values;
  int count;

  Batch(int room) {
    values = new Object[room];
  }

  @Override
  public Object get(int index) {
    return Objects.requireNonNull(values[Objects.checkIndex(index, count)]);
  }

  @Override
  public int size() {
    return count;
  }
}
