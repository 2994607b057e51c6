/** How bubbles work. For this module; and for gochan, which finds its test kit here. */
package io.github.goprims.gotest.internal;
