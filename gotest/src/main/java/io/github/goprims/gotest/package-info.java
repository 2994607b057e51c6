/** Tests of goroutines in virtual time, with checks for deadlocks and leaks. */
@NullMarked
package io.github.goprims.gotest;

import org.jspecify.annotations.NullMarked;
