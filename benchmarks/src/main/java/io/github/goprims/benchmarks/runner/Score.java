package io.github.goprims.benchmarks.runner;

import java.util.List;

/**
 * What one peer scored in one round of a row.
 *
 * @param samples nanoseconds per operation, or bytes if the row counts these; one for each
 *     iteration
 * @param bytes allocated per operation; NaN if not measured
 */
record Score(List<Double> samples, double bytes) {
  /** The median of the samples: one disturbed iteration does not move it. */
  double median() {
    return Statistics.median(samples);
  }
}
