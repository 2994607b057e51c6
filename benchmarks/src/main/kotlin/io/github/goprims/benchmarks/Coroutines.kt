package io.github.goprims.benchmarks

import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicLong
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.ReceiveChannel
import kotlinx.coroutines.channels.SendChannel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.sync.Mutex

/**
 * The programs of the benchmarks in Kotlin: channels, select and mutex of kotlinx.coroutines.
 *
 * What is a virtual thread elsewhere is a coroutine here. All of them, the first too, run on the default dispatcher.
 * Each program returns what the benchmark checks.
 */
object Coroutines {
  private const val DISTINCT = 128
  private const val END = 0

  @JvmStatic
  fun pingPong(roundTrips: Int): Long = program {
    val ping = Channel<Int>()
    val pong = Channel<Int>()
    launch { repeat(roundTrips) { pong.send(ping.receive()) } }
    var sum = 0L
    repeat(roundTrips) {
      ping.send(1)
      sum += pong.receive()
    }
    sum
  }

  @JvmStatic
  fun stream(pairs: Int, capacity: Int, share: Int): Long {
    val sum = AtomicLong()
    program {
      val channel = Channel<Int>(capacity)
      repeat(pairs) {
        launch { channel.sendAll(share) }
        launch { sum.addAndGet(channel.receiveAll(share)) }
      }
    }
    return sum.get()
  }

  @JvmStatic
  fun chain(channels: Int, capacity: Int, values: Int): Long = program {
    val first = Channel<Int>(capacity)
    launch { first.sendAll(values) }
    var last = first
    repeat(channels - 1) {
      val from = last
      val to = Channel<Int>(capacity)
      launch { repeat(values) { to.send(from.receive()) } }
      last = to
    }
    last.receiveAll(values)
  }

  @JvmStatic
  fun sieve(primes: Int, lastPrime: Int, capacity: Int): Long = program {
    val source = Channel<Int>(capacity)
    launch {
      for (number in 2..lastPrime) {
        source.send(number)
      }
      source.send(END)
    }
    var numbers = source
    var sum = 0L
    repeat(primes) {
      val prime = numbers.receive()
      sum += prime
      val from = numbers
      val to = Channel<Int>(capacity)
      launch { filter(from, to, prime) }
      numbers = to
    }
    check(numbers.receive() == END) { "the sieve does not end" }
    sum
  }

  /** Like Java's select of Jox it prefers the first channel that is ready. */
  @JvmStatic
  fun select(channels: Int, capacity: Int, selects: Int): Long = program {
    val all = List(channels) { Channel<Int>(capacity) }
    all.forEach { channel -> launch { channel.sendAll(selects / channels) } }
    receiveAny(all, selects)
  }

  @JvmStatic
  fun selectOne(channels: Int, capacity: Int, selects: Int): Long = program {
    val all = List(channels) { Channel<Int>(capacity) }
    launch { all.last().sendAll(selects) }
    receiveAny(all, selects)
  }

  /** One coroutine, which finds the lock free; how often it held it. */
  @JvmStatic
  fun uncontended(operations: Int): Long = program {
    val mutex = Mutex()
    var holds = 0L
    repeat(operations) {
      mutex.lock()
      holds++
      mutex.unlock()
    }
    holds
  }

  /** All want the lock, and compute inside and outside; what has been computed inside, one at a time. */
  @JvmStatic
  fun contended(coroutines: Int, share: Int, inside: Int, outside: Int): Int {
    var holds = 0
    var state = 1
    val sink = AtomicInteger()
    program {
      val mutex = Mutex()
      val start = CompletableDeferred<Unit>()
      repeat(coroutines) { number ->
        launch {
          start.await()
          var x = number + 1
          repeat(share) {
            mutex.lock()
            holds++
            state = Workers.compute(state, inside)
            mutex.unlock()
            x = Workers.compute(x, outside)
          }
          sink.addAndGet(x)
        }
      }
      start.complete(Unit)
    }
    check(holds == coroutines * share) { "held $holds times" }
    return state
  }

  /** Runs the first coroutine and waits for all that it launches. */
  private fun <T> program(first: suspend CoroutineScope.() -> T): T = runBlocking(Dispatchers.Default, first)

  private suspend fun SendChannel<Int>.sendAll(count: Int) {
    for (i in 0 until count) {
      send(i % DISTINCT)
    }
  }

  private suspend fun ReceiveChannel<Int>.receiveAll(count: Int): Long {
    var sum = 0L
    repeat(count) { sum += receive() }
    return sum
  }

  private suspend fun receiveAny(channels: List<ReceiveChannel<Int>>, count: Int): Long {
    var sum = 0L
    repeat(count) { sum += select<Int> { channels.forEach { channel -> channel.onReceive { it } } } }
    return sum
  }

  private suspend fun filter(from: ReceiveChannel<Int>, to: SendChannel<Int>, prime: Int) {
    do {
      val number = from.receive()
      if (number == END || number % prime != 0) {
        to.send(number)
      }
    } while (number != END)
  }
}
