/**
 * A cache behind an {@link io.github.goprims.gosync.RWMutex}: those who find their page read side
 * by side, and what is missing is loaded once, by one of those who ask for it.
 *
 * <p>There is no way from the read lock to the write lock without unlocking. So who has missed
 * looks again with the write lock: others have missed at the same time, and one of them has loaded
 * the page.
 */
@NullMarked
package io.github.goprims.examples.cachedpages;

import org.jspecify.annotations.NullMarked;
