/** Channels, select and timers with the semantics of Go. */
package io.github.goprims.gochan;
