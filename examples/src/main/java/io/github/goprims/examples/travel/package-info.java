/**
 * How a context travels to another process: in two headers of a request, {@code grpc-timeout} for
 * its deadline and {@code traceparent} for its trace.
 *
 * <pre>
 *   caller's context ── Headers.leaving ──▶ request ── Headers.arriving ──▶ context of the work
 *     deadline             what is left                  the sooner of that and a given most
 *     trace                trace id, span id             same trace id, new span id
 * </pre>
 *
 * <p>The end of the caller does not travel this way. See {@link
 * io.github.goprims.examples.travel.Headers}, the place to start.
 */
@NullMarked
package io.github.goprims.examples.travel;

import org.jspecify.annotations.NullMarked;
