import org.jspecify.annotations.NullMarked;

/** Go's context: cancellation, deadlines and request-scoped values along a tree of calls. */
@SuppressWarnings("module") // the friends of the internal package are compiled after this module
@NullMarked
module io.github.goprims.gocontext {
  requires transitive io.github.goprims.gochan;
  requires static org.jspecify;

  exports io.github.goprims.gocontext;
  exports io.github.goprims.gocontext.internal to
      io.github.goprims.gosync,
      io.github.goprims.gotest;
}
