/**
 * Work that goes from one process to another through a database, and is done at least once or told
 * to be late, also if either of them is killed.
 *
 * <pre>
 *   JobProducer                       PostgreSQL                     JobConsumer
 *   maker ─┐                      ┌───────────────┐                            ┌─▶ worker ─┐
 *   maker ─┼─▶ made ─▶ writer ───▶│ table of jobs │───▶ feeder ─▶ taken ───────┼─▶ worker ─┼─▶ ended
 *   maker ─┘          (batches)   └───────────────┘   (SKIP LOCKED, batches)   └─▶ worker ─┘     │
 *                                         ▲                                                      │
 *                                         └────────────────── teller (batches) ◀─────────────────┘
 * </pre>
 *
 * <p>Channels join the goroutines of one process; between the processes stands the table. {@link
 * io.github.goprims.examples.relay.JobConsumer} is the place to start; {@link
 * io.github.goprims.examples.relay.Relay} starts all of it, kills it, and counts.
 */
@NullMarked
package io.github.goprims.examples.relay;

import org.jspecify.annotations.NullMarked;
