/**
 * Six troubles of programs with goroutines, to be looked at from outside while they last, and the
 * cure of each. {@code docs/diagnosing.md} walks through them. {@link
 * io.github.goprims.examples.diagnosing.Diagnosing} starts one; {@link
 * io.github.goprims.examples.diagnosing.DebugEndpoint} is how it is looked at.
 */
@NullMarked
package io.github.goprims.examples.diagnosing;

import org.jspecify.annotations.NullMarked;
