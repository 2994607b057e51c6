/** What the package of contexts shares with the modules above it, and users never see. */
@NullMarked
package io.github.goprims.gocontext.internal;

import org.jspecify.annotations.NullMarked;
