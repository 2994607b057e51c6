/**
 * The dining philosophers: an order of the mutexes keeps them from deadlock, and the mutexes keep
 * them from starving.
 *
 * <p>All are hungry all the time, which is the hardest case: whoever has eaten goes for the same
 * forks again at once, ahead of the neighbour who is only waking up. With a {@link
 * java.util.concurrent.locks.ReentrantLock} for each fork some hardly ever eat. A {@link
 * io.github.goprims.gosync.Mutex} is as quick to let in who comes first, but hands itself over to
 * one who has waited for a millisecond.
 */
@NullMarked
package io.github.goprims.examples.diningphilosophers;

import org.jspecify.annotations.NullMarked;
