/**
 * How a thread waits for others: one word decides how the wait ends ({@link
 * io.github.goprims.gochan.internal.waiting.Waiter}), those that wait for the same thing stand in
 * line ({@link io.github.goprims.gochan.internal.waiting.WaitQueue}), and before a thread parks it
 * does what has cost least ({@link io.github.goprims.gochan.internal.waiting.WaitPolicy}).
 *
 * <p>Uses {@link io.github.goprims.gochan.internal}, {@link
 * io.github.goprims.gochan.internal.threads}, {@link io.github.goprims.gochan.internal.events} and
 * {@link io.github.goprims.gochan.internal.time} only. The uppermost package of the kit: so what
 * sets up all of it is here ({@link io.github.goprims.gochan.internal.waiting.ColdStart}).
 */
@NullMarked
package io.github.goprims.gochan.internal.waiting;

import org.jspecify.annotations.NullMarked;
