package io.github.goprims.benchmarks.runner;

/** One peer could not be measured in one round; the others go on. */
final class MeasurementException extends Exception {
  private static final long serialVersionUID = 1L;

  MeasurementException(String message, Throwable cause) {
    super(message, cause);
  }
}
