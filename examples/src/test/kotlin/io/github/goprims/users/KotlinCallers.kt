package io.github.goprims.users

import io.github.goprims.gochan.Channel
import io.github.goprims.gochan.Clause
import io.github.goprims.gochan.Defer
import io.github.goprims.gochan.Gauges
import io.github.goprims.gochan.Goroutines
import io.github.goprims.gochan.Select
import io.github.goprims.gochan.Ticker
import io.github.goprims.gochan.UncheckedInterruptedException
import io.github.goprims.gocontext.CanceledException
import io.github.goprims.gocontext.Context
import io.github.goprims.gosync.Mutex
import io.github.goprims.gosync.Once
import io.github.goprims.gosync.Pool
import io.github.goprims.gosync.SingleFlight
import io.github.goprims.gosync.WaitGroup
import java.io.IOException
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicReference
import java.util.concurrent.locks.LockSupport
import kotlin.time.Duration.Companion.ZERO
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.toJavaDuration
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.yield

/** Callers in Kotlin at work: each public function is a test, which [KotlinUserTest] runs. */
class KotlinCallers {
    fun aChannelIsALoopASequenceAndAnElvis() {
        expect(8, lengths(closedChannelOf("one", "three")))
        expect(7, total(closedChannelOf(Order("tea", 3), Order("cup", 4))))
        expect(listOf("tea", "cup"), items(closedChannelOf(Order("tea", 3), Order("cup", 4))).toList())
    }

    fun aTypeGivesTheNameOfItsChannel() {
        expect("Order(length=0, capacity=2)", channelOf<Order>(2).toString())
    }

    fun aSelectTakesLambdas() {
        val context = Context.background().withCancel()
        expect("word", next(closedChannelOf("word"), context, 1.minutes))
        expect("closed", next(closedChannelOf(), context, 1.minutes))
        expect("late", next(Channel.nil(), context, ZERO))
        context.cancel()
        expect("canceled", next(Channel.nil(), context, 1.minutes))
    }

    fun useEndsContextsAndGroupsAndHolds() {
        var asked: Context? = null
        val answer =
            both(Context.background(), 1.minutes) { context, side ->
                asked = context
                side.length
            }
        expect(9, answer)
        check(asked?.err() != null) { "the context should have ended" }
        val account = Account(1)
        expect(3, account.deposit(2))
        expect(6, account.deposit(3))
        val words = Channel.make<String>()
        Defer.scope().use { scope ->
            scope.defer { words.close() }
            Ticker.make(1.milliseconds.toJavaDuration()).use { it.channel().receive() }
        }
        check(words.isClosed)
    }

    fun clausesMayComeAsAListAndWithoutAResult() {
        val words = Channel.make<String>(1)
        val clauses: List<Clause<Int, Exception>> =
            listOf(Select.send(words, "word") { 1 }, Select.otherwise { 0 })
        expect(1, Select.first(clauses))
        expect(0, Select.first(clauses))
        var said: String? = ""
        Select.first(
            Select.receiveThen(words) { said = it },
            Select.otherwiseThen { said = "empty" },
        )
        expect("word", said)
    }

    fun whatRunsALambdaTakesOne() {
        val words = Channel.make<String>(2)
        val tasks = WaitGroup()
        tasks.go { words.send("task") }
        tasks.go("named") { words.send("task with a name") }
        tasks.await()
        val context = Context.background().withCancel()
        context.afterFunc { words.close() }
        context.cancel()
        expect(setOf("task", "task with a name"), words.toSet())
        val builders = Pool.of { StringBuilder() }
        expect("2", builders.get().append(Once.value { 1 }.get() + 1).toString())
    }

    fun exceptionsNeedNoClausesAndArriveAsTheyAre() {
        val failure =
            runCatching {
                closedChannelOf("word").forEachReceived<IOException> { throw IOException(it) }
            }
        expect("java.io.IOException: word", failure.exceptionOrNull().toString())
        expect("word", take(Context.background(), LinkedBlockingQueue(listOf("word"))))
        printAll(Context.background(), closedChannelOf())
    }

    fun aLambdaForTheJdkMayGiveNullUnseen() {
        val flights = SingleFlight<String, Int>()
        val known = mapOf<String, Int>()
        val failure =
            runCatching {
                val length: Int = flights.run("key") { known["key"] }.get()
                println(length)
            }
        check(failure.exceptionOrNull() is NullPointerException)
    }

    fun aThousandCoroutinesMayReceiveOnVirtualThreads() = runBlocking(goroutines) {
        val words = Channel.make<String>()
        val receivers = List(1_000) { async { words.receive() } }
        repeat(1_000) { words.send("word") }
        expect(1_000, receivers.awaitAll().count { it == "word" })
    }

    fun dumpsShowCoroutinesOnGoroutines() {
        val words = Channel.make<String>("kotlin-shown", 0)
        val receiver = launchReceiver("kotlin-shown") { words.receive() }
        await {
            Goroutines.snapshot().any {
                it.name.startsWith("coroutine-") &&
                    it.waitReason == "chan receive" &&
                    it.waitsOn?.contains("kotlin-shown") == true
            }
        }
        words.close()
        runBlocking { receiver.join() }
    }

    fun aReceiveKeepsAThreadOfItsDispatcher() {
        val words = Channel.make<String>("kotlin-kept", 0)
        val pool = ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, LinkedBlockingQueue())
        pool.asCoroutineDispatcher().use { twoThreads ->
            val scope = CoroutineScope(twoThreads)
            val receivers = List(2) { scope.async { words.receive() } }
            awaitReceivers("kotlin-kept", 2)
            val sender = scope.launch { words.send("from inside") }
            // Both threads wait for a value, and who would send it waits for a thread.
            expect(1, pool.queue.size)
            check(!sender.isCompleted)
            words.send("from outside")
            val received = runBlocking { receivers.awaitAll() }
            expect(setOf("from inside", "from outside"), received.toSet())
        }
    }

    fun cancelDoesNotReachAReceiveByItself() {
        val words = Channel.make<String>("kotlin-deaf", 0)
        val received = AtomicReference<String>()
        val receiver = launchReceiver("kotlin-deaf") { received.set(words.receive()) }
        receiver.cancel()
        expect(true, words.trySend("word"))
        runBlocking { receiver.join() }
        expect("word", received.get())
    }

    fun cancelInterruptsWhatIsInterruptible() {
        val words = Channel.make<String>("kotlin-interrupted", 0)
        val receiver = launchReceiver("kotlin-interrupted") { handleAll(words) { } }
        receiver.cancel()
        runBlocking { receiver.join() }
        expect(false, words.trySend("word"))
    }

    fun aLoopMakesAFailureOfCancel() {
        val words = Channel.make<String>("kotlin-looped", 0)
        val failure = AtomicReference<Throwable>()
        val handler = CoroutineExceptionHandler { _, thrown -> failure.set(thrown) }
        val receiver =
            CoroutineScope(goroutines + handler).launch {
                runInterruptible { for (word in words) println(word) }
            }
        awaitReceivers("kotlin-looped", 1)
        receiver.cancel()
        runBlocking { receiver.join() }
        check(failure.get() is UncheckedInterruptedException)
    }

    fun theEndOfAContextIsAFailureOfACoroutine() {
        val context = Context.background().withCancel()
        context.cancel()
        val failure = runCatching { runBlocking { launch(goroutines) { context.throwIfDone() } } }
        check(failure.exceptionOrNull() is CanceledException)
    }

    /** What a canceled block returns is dropped, and what it has handled is not. */
    fun aCanceledCoroutineDropsTheResultOfItsBlock() {
        val words = closedChannelOf("first", "second")
        val returned = AtomicReference<String>()
        val handled = AtomicReference<String>()
        runBlocking {
            launch(goroutines) {
                val self = currentCoroutineContext().job
                val word =
                    runInterruptible {
                        words.receive().also { self.cancel() }
                    }
                returned.set(word)
            }.join()
            launch(goroutines) {
                val self = currentCoroutineContext().job
                runInterruptible {
                    handled.set(words.receive())
                    self.cancel()
                }
            }.join()
        }
        expect(null, returned.get())
        expect("second", handled.get())
    }

    fun aContextEndsCoroutines() {
        val words = Channel.make<String>("kotlin-ended", 0)
        val context = Context.background().withCancel()
        val scope = CoroutineScope(goroutines)
        scope.endWith(context)
        val receiver = scope.launch { handleAll(words) { } }
        awaitReceivers("kotlin-ended", 1)
        context.cancel(IOException("gone"))
        runBlocking { receiver.join() }
        check(receiver.isCancelled)
    }

    fun aGoroutineMayCallWhatSuspends() {
        val words = Channel.make<String>()
        val sender = sendLater(words, 1.milliseconds)
        expect("later", words.receive())
        sender.join()
    }

    fun aLockMayBeHeldWhereACoroutineSuspends() {
        val mutex = Mutex()
        val account = AtomicReference(0)
        runBlocking(goroutines) {
            List(10) {
                launch {
                    mutex.hold().use {
                        val before = account.get()
                        yield() // and goes on in another thread
                        account.set(before + 1)
                    }
                }
            }
        }
        expect(10, account.get())
    }
}

private fun <T : Any> closedChannelOf(vararg values: T): Channel<T> {
    val channel = Channel.make<T>(values.size)
    values.forEach(channel::send)
    channel.close()
    return channel
}

private fun launchReceiver(name: String, block: suspend CoroutineScope.() -> Unit): Job {
    val job = CoroutineScope(goroutines).launch(block = block)
    awaitReceivers(name, 1)
    return job
}

private fun awaitReceivers(name: String, count: Long) = await {
    Gauges.read().single { it.kind == "channel" && it.name == name }.values["receivers"] == count
}

private fun await(condition: () -> Boolean) {
    while (!condition()) LockSupport.parkNanos(100_000)
}

private fun <T> expect(expected: T, actual: T) = check(expected == actual) { "expected $expected, was $actual" }
