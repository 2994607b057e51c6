package io.github.goprims.users

import io.github.goprims.gochan.Channel
import io.github.goprims.gochan.Select
import io.github.goprims.gocontext.Context
import io.github.goprims.gocontext.ContextDoneException
import io.github.goprims.gosync.Cond
import io.github.goprims.gosync.ErrGroup
import io.github.goprims.gosync.Mutex
import io.github.goprims.gosync.Pool
import io.github.goprims.gosync.SingleFlight

// What the compiler has to refuse: each line that says so, with this in its message, and no other.

fun channels(words: Channel<String>) {
    val word: String = words.receive() // refused: expected 'String', actual 'String?'
    words.receive().length // refused: only safe (?.) or non-null asserted (!!.) calls are allowed
    words.send(null) // refused: null cannot be a value of a non-null type 'String'
    Channel.make<String?>() // refused: type argument is not within its bounds
    Select.first(Select.receive(words) { it.length }) // refused: only safe (?.) or non-null asserted
    println(word)
}

fun contexts(context: Context, words: Channel<String>) {
    val word: String = context.receive(words) // refused: expected 'String', actual 'String?'
    val end: ContextDoneException = context.err() // refused: actual 'ContextDoneException?'
    context.withTimeout(null) // refused: null cannot be a value of a non-null type 'Duration'
    println("$word $end")
}

fun sync(mutex: Mutex, group: ErrGroup, flights: SingleFlight<String, Int>, known: Map<String, Int>) {
    mutex.lock(null) // refused: null cannot be a value of a non-null type 'Context'
    Cond.on(null) // refused: null cannot be a value of a non-null type 'Locker'
    flights.run(null) { 1 } // refused: null cannot be a value of a non-null type 'String'
    val failure: Throwable = group.submit { 1 }.failure() // refused: actual 'Throwable?'
    val length: Int = group.submit { known["key"] }.get() // refused: expected 'Int', actual 'Int?'
    val builder: StringBuilder = Pool.create<StringBuilder>().get() // refused: actual 'StringBuilder?'
    println("$failure $length $builder")
}

fun whatKotlinCannotDo(words: Channel<String>, flights: SingleFlight<String, Int>) {
    words.forEachReceived { println(it) } // refused: cannot infer type for type parameter 'X'
    val (length) = flights.run("key") { 3 } // refused: requires operator function 'component1()'
    println(length)
}
