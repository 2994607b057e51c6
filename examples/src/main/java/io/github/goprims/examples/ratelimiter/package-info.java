/** A token bucket: a ticker and a guarded case in one select. */
@NullMarked
package io.github.goprims.examples.ratelimiter;

import org.jspecify.annotations.NullMarked;
