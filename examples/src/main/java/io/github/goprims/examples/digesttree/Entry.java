package io.github.goprims.examples.digesttree;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the walker found: something to hash, or something that it could not look at. */
record Entry(Path path, Name name, @Nullable IOException failure) {

  Entry(Path path, Name name) {
    this(path, name, null);
  }
}
