/** What users build with the library, or read of it: their compilers, and the site. */
@NullMarked
package io.github.goprims.users;

import org.jspecify.annotations.NullMarked;
