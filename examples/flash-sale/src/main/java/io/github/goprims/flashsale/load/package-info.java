/**
 * The other side of the counter: a program that sends orders to a service in another process, and
 * then holds it to its word. It knows nothing of the service but HTTP.
 */
@NullMarked
package io.github.goprims.flashsale.load;

import org.jspecify.annotations.NullMarked;
