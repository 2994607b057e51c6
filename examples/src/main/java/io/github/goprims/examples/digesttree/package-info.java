/**
 * A {@code sha256sum} for whole directory trees, as a pipeline of goroutines joined by channels.
 *
 * <pre>
 *                    jobs                       reply (one for each job)
 *            ┌────────────────▶ hasher 1 ─────────────────┐
 *   walker ──┤                  hasher …  (fan-out)       ├──▶ printer ──▶ stdout
 *            └──────────────────────────────────────────▶ ┘        │ texts
 *                    order                                         └────▶ reporter ──▶ stderr
 * </pre>
 *
 * <p>{@link io.github.goprims.examples.digesttree.ChannelPipeline} is the place to start: it has
 * the goroutines and all the channels between them. The stages themselves, {@code Walker}, {@code
 * Hasher} and {@code Printer}, do plain work and know nothing of each other.
 */
@NullMarked
package io.github.goprims.examples.digesttree;

import org.jspecify.annotations.NullMarked;
