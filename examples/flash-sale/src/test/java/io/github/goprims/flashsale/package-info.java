@NullMarked
package io.github.goprims.flashsale;

import org.jspecify.annotations.NullMarked;
