package io.github.goprims.examples.crawler;

import java.net.URI;

/** A server answered neither with a page nor that there is none. */
final class UnexpectedStatusException extends Exception {
  private static final long serialVersionUID = 1;

  UnexpectedStatusException(int status, URI uri) {
    super("status " + status + " of " + uri.getPath());
  }
}
