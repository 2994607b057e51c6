/**
 * What happens with results: {@code results.json}, charts, one page, and the document in docs.
 * Knows nothing of how a row is measured, so that old results can be drawn by newer code.
 */
package io.github.goprims.benchmarks.runner.page;
