/** Tests of goroutines in virtual time, with checks for deadlocks and leaks. */
package io.github.goprims.gotest;
