/** The test kit as a module: in a package that the module does not have. */
package io.github.goprims.gotest.modules;
