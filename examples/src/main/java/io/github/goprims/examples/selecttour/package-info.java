/**
 * A tour of what channels and selects are for, in six programs of a few lines each.
 *
 * <p>{@link io.github.goprims.examples.selecttour.SelectTour} is to be read from top to bottom,
 * beside what it prints.
 */
@NullMarked
package io.github.goprims.examples.selecttour;

import org.jspecify.annotations.NullMarked;
