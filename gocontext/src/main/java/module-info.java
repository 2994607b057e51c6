import org.jspecify.annotations.NullMarked;

/** Go's context: cancellation, deadlines and request-scoped values along a tree of calls. */
@NullMarked
module io.github.goprims.gocontext {
  requires transitive io.github.goprims.gochan;
  requires static org.jspecify;

  exports io.github.goprims.gocontext;
}
