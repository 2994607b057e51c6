package io.github.goprims.examples.httpdeadlines;

import io.github.goprims.gocontext.Context;

/** Something slow that a request has to ask. */
@FunctionalInterface
interface Backend {

  /**
   * Answers, unless {@code context} ends first.
   *
   * @throws io.github.goprims.gocontext.ContextDoneException if it does
   */
  String answer(Context context) throws Exception;
}
