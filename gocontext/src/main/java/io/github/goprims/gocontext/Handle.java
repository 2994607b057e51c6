package io.github.goprims.gocontext;

/**
 * Stands for a context of this package where other people's code passes it on: it shows whose
 * context it is, and there is nothing that they could do with it.
 */
final class Handle {

  final CancelContext context;

  Handle(CancelContext context) {
    this.context = context;
  }
}
