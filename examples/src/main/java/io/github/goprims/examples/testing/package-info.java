/**
 * Small things that services are made of, and that take their time. Their tests are the samples of
 * {@code docs/testing.md}: none of them waits for real.
 */
@NullMarked
package io.github.goprims.examples.testing;

import org.jspecify.annotations.NullMarked;
