/** What the modules of goprims share and nobody else may use. */
package io.github.goprims.gochan.internal;
