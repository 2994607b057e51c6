/**
 * What the modules of the project share and users never see: the seam where threads park, the
 * source of time, and the spinning before a wait. Nothing here knows the package above it.
 */
@NullMarked
package io.github.goprims.gochan.internal;

import org.jspecify.annotations.NullMarked;
