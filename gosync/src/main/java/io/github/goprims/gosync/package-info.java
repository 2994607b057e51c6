/** Locks and other synchronization with the semantics of Go. */
package io.github.goprims.gosync;
