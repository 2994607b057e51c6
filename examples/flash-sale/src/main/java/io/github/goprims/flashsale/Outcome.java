package io.github.goprims.flashsale;

/** What became of an order, as the client is told. Each is true when it is said, and stays true. */
enum Outcome {
  ACCEPTED(201, "accepted: stored"),
  REPEATED(200, "accepted: was stored before"),
  CONFLICT(409, "refused: another order with this id is stored"),
  BUSY(503, "refused: too many orders are waiting"),
  CLOSING(503, "refused: the service is shutting down"),
  EXPIRED(504, "refused: the deadline has passed, and nothing was stored"),
  FAILED(500, "refused: it could not be handled, and nothing was stored"),
  UNKNOWN(500, "unknown: the store has failed; ask again with the same id");

  private final int status;
  private final String text;

  Outcome(int status, String text) {
    this.status = status;
    this.text = text;
  }

  /** The status of the HTTP response. */
  int status() {
    return status;
  }

  /** The first word says whether the order is stored. */
  String text() {
    return text;
  }
}
