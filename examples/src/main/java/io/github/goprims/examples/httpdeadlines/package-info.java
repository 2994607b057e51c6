/**
 * A request's context over HTTP: what stops the work behind a request that nobody waits for any
 * more.
 *
 * <pre>
 *   client's context ──▶ SearchClient ══ HTTP ══▶ SearchServer ──▶ request's context
 *                                                                        │
 *                                              answers ◀── Work ─┬─ backend 1
 *                                                                ├─ backend 2
 *                                                                └─ backend 3
 * </pre>
 *
 * <p>{@link io.github.goprims.examples.httpdeadlines.SearchServer} is the place to start.
 */
@NullMarked
package io.github.goprims.examples.httpdeadlines;

import org.jspecify.annotations.NullMarked;
