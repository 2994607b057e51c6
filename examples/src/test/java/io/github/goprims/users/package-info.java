/** What users build with the library: their compilers have nothing against it. */
@NullMarked
package io.github.goprims.users;

import org.jspecify.annotations.NullMarked;
