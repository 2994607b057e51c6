/**
 * The concurrent prime sieve, the classic among Go's examples.
 *
 * <pre>
 *   count ──▶ 2 3 4 5 6 7 … ──▶ sieve 2 ──▶ 3 5 7 9 … ──▶ sieve 3 ──▶ 5 7 11 … ──▶ sieve 5 ──▶ …
 * </pre>
 *
 * <p>The first number out of each channel is a prime; the sieve behind it lets through what that
 * prime does not divide.
 */
@NullMarked
package io.github.goprims.examples.primesieve;

import org.jspecify.annotations.NullMarked;
