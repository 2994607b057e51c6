/** The gauges of named channels and locks as meters of Micrometer, for Prometheus and others. */
@NullMarked
package io.github.goprims.examples.metrics;

import org.jspecify.annotations.NullMarked;
