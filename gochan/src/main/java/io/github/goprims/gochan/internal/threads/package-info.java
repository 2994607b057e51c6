/**
 * Threads that the library starts: platform threads for its own errands ({@link
 * io.github.goprims.gochan.internal.threads.Couriers}) and goroutines for the functions of users
 * ({@link io.github.goprims.gochan.internal.threads.GoroutineBody}), what becomes of their
 * failures, and which goroutines there are ({@link
 * io.github.goprims.gochan.internal.threads.LiveGoroutines}).
 *
 * <p>Uses {@link io.github.goprims.gochan.internal} only.
 */
@NullMarked
package io.github.goprims.gochan.internal.threads;

import org.jspecify.annotations.NullMarked;
