package io.github.goprims.gotest;

import io.github.goprims.gochan.Go;

/**
 * Whether this module gets at what it needs of the library. A build may put the library on the
 * module path, and this jar, which the modules of a program do not mention, on the class path.
 */
final class LibraryAccess {

  private LibraryAccess() {}

  /** Says what to do if it does not; else that would be an {@link IllegalAccessError}. */
  static void require() {
    Module library = Go.class.getModule();
    Module kit = LibraryAccess.class.getModule();
    if (!library.isExported("io.github.goprims.gochan.internal", kit)) {
      throw new IllegalStateException(
          "gotest is on the class path, and the modules that it tests are on the module path: run"
              + " the tests on the class path (Surefire: <useModulePath>false</useModulePath>), or"
              + " take Surefire 3.6 or newer, or give the tests a module-info.java that requires"
              + " io.github.goprims.gotest");
    }
  }
}
