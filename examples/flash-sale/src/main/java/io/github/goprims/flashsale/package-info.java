/**
 * A flash sale: a service that gets more orders than it can handle, and stays upright.
 *
 * <p>{@link io.github.goprims.flashsale.OrderService} is the place to start: it shows how the parts
 * hang together.
 */
@NullMarked
package io.github.goprims.flashsale;

import org.jspecify.annotations.NullMarked;
