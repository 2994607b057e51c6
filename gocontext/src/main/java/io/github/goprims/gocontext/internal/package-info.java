/**
 * What the modules above share of contexts, and users never see. Uses {@link
 * io.github.goprims.gocontext}, which does not use it.
 */
@NullMarked
package io.github.goprims.gocontext.internal;

import org.jspecify.annotations.NullMarked;
