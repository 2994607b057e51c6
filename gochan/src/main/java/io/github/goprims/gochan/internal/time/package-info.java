/**
 * What time it is ({@link io.github.goprims.gochan.internal.time.TimeSource}), and what happens at
 * a certain time ({@link io.github.goprims.gochan.internal.time.Alarm}, rung by a {@link
 * io.github.goprims.gochan.internal.time.Scheduler}).
 *
 * <p>Uses {@link io.github.goprims.gochan.internal} and {@link
 * io.github.goprims.gochan.internal.threads} only.
 */
@NullMarked
package io.github.goprims.gochan.internal.time;

import org.jspecify.annotations.NullMarked;
