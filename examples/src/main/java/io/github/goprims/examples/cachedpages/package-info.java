/**
 * A cache behind an {@link io.github.goprims.gosync.RWMutex}: threads that find their page read
 * side by side, and a page that is missing is loaded once, by one of the threads that ask for it.
 *
 * <p>There is no way from the read lock to the write lock without unlocking. So a thread that has
 * missed looks again with the write lock: others may have missed at the same time, and one of them
 * may have loaded the page.
 */
@NullMarked
package io.github.goprims.examples.cachedpages;

import org.jspecify.annotations.NullMarked;
