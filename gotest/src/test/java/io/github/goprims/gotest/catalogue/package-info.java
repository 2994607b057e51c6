/**
 * Mistakes that people make with goroutines, planted, each beside its mended twin, and the test in
 * a bubble that tells them apart. Those that show in any order are found by one plain run, the
 * others by {@code schedules} within the number of runs that the test states.
 */
package io.github.goprims.gotest.catalogue;
