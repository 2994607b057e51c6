/**
 * The dining philosophers: an order of the mutexes keeps them from deadlock, and the mutexes keep
 * them from starving.
 *
 * <p>All are hungry all the time, which is the hardest case: a philosopher that has eaten goes for
 * the same forks again at once, ahead of a neighbour that is only waking up. With a {@link
 * java.util.concurrent.locks.ReentrantLock} for each fork some hardly ever eat. A {@link
 * io.github.goprims.gosync.Mutex} is as quick to let in the one that comes first, but hands itself
 * over to one that has waited for a millisecond.
 */
@NullMarked
package io.github.goprims.examples.diningphilosophers;

import org.jspecify.annotations.NullMarked;
