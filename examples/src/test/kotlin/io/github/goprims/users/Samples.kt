package io.github.goprims.users

import io.github.goprims.gochan.Channel
import io.github.goprims.gochan.Go
import io.github.goprims.gochan.Goroutines
import io.github.goprims.gochan.ReceiveChannel
import io.github.goprims.gochan.Select
import io.github.goprims.gocontext.AfterFunc
import io.github.goprims.gocontext.CancelableContext
import io.github.goprims.gocontext.Context
import io.github.goprims.gosync.ErrGroup
import io.github.goprims.gosync.Mutex
import java.util.concurrent.BlockingQueue
import java.util.concurrent.Executors
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancel
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.runInterruptible

// What docs/from-kotlin.md shows.

fun lengths(words: ReceiveChannel<String>): Int {
    var sum = 0
    while (true) {
        val word = words.receive() ?: return sum // closed and drained
        sum += word.length
    }
}

data class Order(val item: String, val price: Int)

fun total(orders: ReceiveChannel<Order>): Int {
    var sum = 0
    for ((_, price) in orders) sum += price
    return sum
}

fun items(orders: ReceiveChannel<Order>): Sequence<String> = orders.asSequence().map { it.item }

inline fun <reified T : Any> channelOf(capacity: Int): Channel<T> =
    Channel.make(T::class.simpleName ?: "channel", capacity)

fun next(words: ReceiveChannel<String>, context: Context, limit: Duration): String =
    Select.first(
        Select.receive(words) { word -> word ?: "closed" },
        Select.receive(context.done()) { "canceled" },
        Select.timeout(limit.toJavaDuration()) { "late" },
    )

fun Context.withTimeout(limit: Duration): CancelableContext = withTimeout(limit.toJavaDuration())

fun both(context: Context, limit: Duration, ask: (Context, String) -> Int): Int =
    context.withTimeout(limit).use { limited ->
        ErrGroup.withContext(limited).use { group ->
            val left = group.submit { ask(group.context(), "left") }
            val right = group.submit { ask(group.context(), "right") }
            group.await()
            left.get() + right.get()
        }
    }

class Account(private var balance: Int) {
    private val mutex = Mutex()

    fun deposit(amount: Int): Int = mutex.hold().use {
        balance += amount
        balance
    }
}

fun printAll(context: Context, words: ReceiveChannel<String>) {
    words.forEachReceived<Exception> { println(it) }
    context.forEachReceived<_, Exception>(words) { println(it) }
}

fun take(context: Context, queue: BlockingQueue<String>): String =
    context.call<_, Exception> { queue.take() }

val goroutines = Executors.newThreadPerTaskExecutor(Goroutines.factory("coroutine")).asCoroutineDispatcher()

suspend fun handleAll(words: ReceiveChannel<String>, handle: (String) -> Unit) =
    runInterruptible(goroutines) { words.forEachReceived<Exception>(handle) }

fun CoroutineScope.endWith(context: Context): AfterFunc =
    context.afterFunc { cancel("context done", context.cause()) }

fun sendLater(words: Channel<String>, pause: Duration): Thread =
    Go.go("later") {
        runBlocking { delay(pause) }
        words.send("later")
    }
