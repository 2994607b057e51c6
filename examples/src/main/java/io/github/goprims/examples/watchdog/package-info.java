/** A heartbeat watchdog: a timer that each heartbeat resets. */
@NullMarked
package io.github.goprims.examples.watchdog;

import org.jspecify.annotations.NullMarked;
