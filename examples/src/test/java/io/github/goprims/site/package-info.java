/**
 * The documents of the project: links between them are alive, and together with the Javadoc they
 * become a site.
 */
@NullMarked
package io.github.goprims.site;

import org.jspecify.annotations.NullMarked;
