/** Locks and other synchronization with the semantics of Go, and groups of tasks that may fail. */
package io.github.goprims.gosync;
