package io.github.goprims.examples.digesttree;

import java.io.IOException;

/** What became of an entry. */
sealed interface Result {

  /** The digest of a file in hexadecimal, and the number of bytes that it is about. */
  record Sum(String digest, long size) implements Result {}

  /** It could not be read. */
  record Failure(IOException reason) implements Result {}

  /** The pipeline was told to stop before the end of this file. */
  record Unfinished() implements Result {}
}
