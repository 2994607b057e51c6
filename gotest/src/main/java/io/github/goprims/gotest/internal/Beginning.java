package io.github.goprims.gotest.internal;

import io.github.goprims.gochan.Channel;
import io.github.goprims.gochan.internal.time.TimeSource;
import io.github.goprims.gocontext.CancelableContext;
import io.github.goprims.gocontext.Context;
import io.github.goprims.gosync.Mutex;

/** What comes before the first bubble, in a thread that is in none. */
final class Beginning {

  private Beginning() {}

  /**
   * Lets the library make what it makes once, so that it does not come to belong to a bubble; and
   * lets bubbles tell their members the time, from now on.
   */
  static void prepare() {
    Channel.nil();
    new Mutex().lock();
    CancelableContext ended = Context.background().withCancel();
    ended.cancel();
    ended.done();
    TimeSource.inject(Kit::time);
  }
}
