/**
 * What the library tells the flight recorder of the JDK, if there is one: {@link
 * io.github.goprims.gochan.internal.events.Events}.
 *
 * <p>Uses {@link io.github.goprims.gochan.internal} and {@link
 * io.github.goprims.gochan.internal.threads} only. The classes that are events extend one of the
 * module {@code jdk.jfr}, which need not be in the runtime image: so no other package names them,
 * and here they are named only where that module is known to be there.
 */
@NullMarked
package io.github.goprims.gochan.internal.events;

import org.jspecify.annotations.NullMarked;
