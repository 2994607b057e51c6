import org.jspecify.annotations.NullMarked;

/** Go's channels, select and timers for virtual threads. */
@SuppressWarnings("module") // the friends of the internal packages are compiled after this module
@NullMarked
module io.github.goprims.gochan {
  requires static java.management; // for Gauges.registerMBean only
  requires static jdk.jfr;
  requires static org.jspecify;

  exports io.github.goprims.gochan;
  exports io.github.goprims.gochan.internal to
      io.github.goprims.gocontext,
      io.github.goprims.gosync,
      io.github.goprims.gotest;
  exports io.github.goprims.gochan.internal.events to
      io.github.goprims.gocontext,
      io.github.goprims.gosync,
      io.github.goprims.gotest;
  exports io.github.goprims.gochan.internal.threads to
      io.github.goprims.gocontext,
      io.github.goprims.gosync,
      io.github.goprims.gotest;
  exports io.github.goprims.gochan.internal.time to
      io.github.goprims.gocontext,
      io.github.goprims.gosync,
      io.github.goprims.gotest;
  exports io.github.goprims.gochan.internal.waiting to
      io.github.goprims.gocontext,
      io.github.goprims.gosync,
      io.github.goprims.gotest;
}
