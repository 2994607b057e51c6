import org.jspecify.annotations.NullMarked;

/** Go's sync package, and the error group, semaphore and single flight of x/sync. */
@NullMarked
module io.github.goprims.gosync {
  requires transitive io.github.goprims.gocontext;
  requires static org.jspecify;

  exports io.github.goprims.gosync;
}
