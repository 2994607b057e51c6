/**
 * The ground that all else of the project stands on: the end of the stack ({@link
 * io.github.goprims.gochan.internal.StackProbe}), a short lock ({@link
 * io.github.goprims.gochan.internal.BackoffLock}), failures, names and the gauges of what has one,
 * sentinels, the property for debugging, and what a test kit gets to know ({@link
 * io.github.goprims.gochan.internal.TestKit}).
 *
 * <p>Uses no other package of the project. Five packages are the kit that the modules share and
 * users never see, each above the one before: this, {@code internal.threads}, {@code
 * internal.events}, {@code internal.time} and {@code internal.waiting}.
 */
@NullMarked
package io.github.goprims.gochan.internal;

import org.jspecify.annotations.NullMarked;
