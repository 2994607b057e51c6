package io.github.goprims.gochan;

import java.time.Duration;

/** What a {@link Timer} controls: a moment, and something that comes of it once. */
interface TimerControl {

  /** Sets the moment anew, {@code delay} from now; says whether the old one was still to come. */
  boolean restart(Duration delay);

  /** Forgets the moment; says whether it was still to come. */
  boolean stop();
}
