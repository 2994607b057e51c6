import org.jspecify.annotations.NullMarked;

/**
 * Go's sync package: mutexes, wait groups, once, conditions and pools for virtual threads; and the
 * weighted semaphore of its x/sync.
 * errgroup of {@code golang.org/x/sync}.
 * Go's sync package: mutexes, wait groups, once, conditions, pools and single flights for virtual
 * threads.
 */
@NullMarked
module io.github.goprims.gosync {
  requires transitive io.github.goprims.gocontext;
  requires static org.jspecify;

  exports io.github.goprims.gosync;
}
