/**
 * Go's channels for Java, on virtual and platform threads.
 *
 * <p>{@link io.github.goprims.gochan.Channel} is the place to start, {@link
 * io.github.goprims.gochan.Select} waits for the first of several, {@link
 * io.github.goprims.gochan.Timer} and {@link io.github.goprims.gochan.Ticker} are channels that
 * time fills; {@link io.github.goprims.gochan.Go} is the {@code go} statement, {@link
 * io.github.goprims.gochan.Defer} the {@code defer} statement; {@link
 * io.github.goprims.gochan.Flows} leads to publishers and subscribers of other libraries; {@link
 * io.github.goprims.gochan.Goroutines} shows what waits for what, {@link
 * io.github.goprims.gochan.Gauges} the state of all that have a name. These rules hold for the
 * whole package, unless a method says otherwise.
 *
 * <p><b>Nulls.</b> No method takes null: {@link NullPointerException} naming the parameter, before
 * anything else happens. A null result is marked as such, and says that there is no value.
 *
 * <p><b>Interruption.</b> A method that declares {@link InterruptedException} throws it if the
 * interrupt flag is set at entry, also where it would not have to wait, and if the thread is
 * interrupted while it waits. The flag is then clear, and the operation has not taken place:
 * nothing was sent or received, and nothing is left behind. If a partner completed the operation
 * first, it returns normally and the flag stays set. Methods that never wait ignore the flag.
 *
 * <p><b>Time.</b> Timeouts are {@link java.time.Duration}s, exact to the nanosecond and never
 * early. Zero or negative means one try without waiting; more than about 292 years means no limit.
 * Where success and the end of the time come together, success wins.
 *
 * <p><b>Order of checks.</b> Null arguments, the interrupt flag, misuse (such as a closed channel),
 * and then the work. An operation that throws for one of these has changed nothing.
 *
 * <p><b>Lack of stack or memory.</b> An operation that ends in a {@link StackOverflowError} or
 * {@link OutOfMemoryError} leaves no lock taken, and all other channels as they were. Of the
 * channel that it was using a value may be lost, or the wake-up of a partner. Nobody waits for ever
 * for a step that is missing there: after two seconds of looking that is an {@link
 * IllegalStateException}, "channel is damaged: …". An operation for which there is no memory to
 * wait has changed nothing.
 *
 * <p><b>Memory consistency.</b> Each class lists its edges under that heading; what is not listed
 * orders nothing.
 */
@NullMarked
package io.github.goprims.gochan;

import org.jspecify.annotations.NullMarked;

/*
 * How the files hang together, in the order in which to read them. What users do not see is
 * package-private here, or in a package below .internal if the other modules need it, too.
 *
 * Channels.   Channel is what users hold, with its two sides SendChannel and ReceiveChannel. Views of
 *             one side are SendOnly and ReceiveOnly; loops and streams are ReceiveIterator and
 *             ReceiveSpliterator. A channel checks arguments and interrupts, and leaves the rest to
 *             its ChannelCore: NilCore for the nil channel, else a QueuedCore. There blocked threads
 *             stand in line, each with a ChannelWaiter: ChanSendWait or ChanReceiveWait. What
 *             channels do while nobody is blocked: RendezvousCore without a buffer; Ring, and
 *             BufferedCore around it, with one. What tryReceiveMany returns is a Batch. Failures are
 *             ChannelClosedException and UncheckedInterruptedException.
 * Select.     Select is what users hold. Its base SelectState keeps the cases: a SelectCase is a
 *             ReceiveCase or a SendCase. Selection chooses among them, and a blocked select has a
 *             SelectWait. For a select in one expression, OneShot puts one together of a Clause each.
 * Time.       Timer and Ticker are what users hold. Behind the channel of either is a TimerCore, one
 *             more QueuedCore; a function that runs at a certain time is a FunctionTimer. To a Timer
 *             both are a TimerControl.
 * Goroutines. Go starts goroutines and sleeps (SleepWait), Defer cleans up; what these run is a Task.
 *             Handlers of a select are a ThrowingConsumer, ThrowingFunction, ThrowingRunnable or
 *             ThrowingSupplier.
 * Flow.       Flows is the way in. A FlowPublisher gives each subscriber a FlowDemand, and a goroutine
 *             that does a FlowDelivery. A FlowSubscriber fills a channel with a FlowCore, one more
 *             BufferedCore; users hold both as a FlowSubscription.
 * In sight.   Goroutines tells what there is, as a Goroutine each, or as text: there a thread has a
 *             Sight, what it was found to do, and joins those that do the same in GoroutineGroups.
 *             GoroutineReport looks for deadlocks, by LockCycles, and for leaks. Stacks shortens stacks,
 *             Spans prints times, OtherThreads are those of the JDK.
 *             Gauges reads the state of all that have a name: of channels by ChannelGauge, and of what
 *             the other modules have added. For JMX there is GaugesMBean.
 * First use.  Rehearsal makes the first calls of all of these, where there is stack for them.
 */
