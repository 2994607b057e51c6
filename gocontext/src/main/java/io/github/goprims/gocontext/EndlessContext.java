package io.github.goprims.gocontext;

import io.github.goprims.gochan.ReceiveChannel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A context that never ends. */
abstract class EndlessContext implements OwnContext {

  @Override
  public final @Nullable Instant deadline() {
    return null;
  }

  @Override
  public final ReceiveChannel<Void> done() {
    return Done.NEVER;
  }

  @Override
  public final @Nullable ContextDoneException err() {
    return null;
  }
}
