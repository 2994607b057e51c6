import org.jspecify.annotations.NullMarked;

/**
 * Go's sync package: mutexes, wait groups, once, conditions and pools for virtual threads; and of
 * {@code golang.org/x/sync} groups of tasks, weighted semaphores and single flights.
 */
@NullMarked
module io.github.goprims.gosync {
  requires transitive io.github.goprims.gocontext;
  requires static org.jspecify;

  exports io.github.goprims.gosync;
}
