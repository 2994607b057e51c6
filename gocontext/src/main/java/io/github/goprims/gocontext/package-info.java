/** Contexts with the semantics of Go. */
package io.github.goprims.gocontext;
