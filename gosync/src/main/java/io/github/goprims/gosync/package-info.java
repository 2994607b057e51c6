/** Locks and other synchronization with the semantics of Go, and groups of tasks that may fail. */
@NullMarked
package io.github.goprims.gosync;

import org.jspecify.annotations.NullMarked;
