package io.github.goprims.flashsale.load;

/** What a client knows of its order. */
enum Answer {
  /** It is stored. */
  ACCEPTED,
  /** It is not stored, and will not be. */
  REFUSED,
  /** Either: there was no answer, or one that says so. */
  UNKNOWN;

  /** The first word of a response says it. */
  static Answer of(String body) {
    return body.startsWith("accepted:")
        ? ACCEPTED
        : body.startsWith("refused:") ? REFUSED : UNKNOWN;
  }
}
