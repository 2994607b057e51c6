package main

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const distinct = 128

func send(ch chan<- int, count int) {
	for i := range count {
		ch <- i % distinct
	}
}

func receive(ch <-chan int, count int) int64 {
	sum := int64(0)
	for range count {
		sum += int64(<-ch)
	}
	return sum
}

// sum is what send of this many values adds up to.
func sum(count int) int64 {
	total := int64(0)
	for i := range count {
		total += int64(i % distinct)
	}
	return total
}

// stream: values flow through one channel from c.workers senders to as many receivers.
func stream(c config) {
	ch := make(chan int, c.capacity)
	share := c.n / c.workers
	var total atomic.Int64
	var wg sync.WaitGroup
	wg.Add(2 * c.workers)
	for range c.workers {
		go func() {
			defer wg.Done()
			send(ch, share)
		}()
		go func() {
			defer wg.Done()
			total.Add(receive(ch, share))
		}()
	}
	wg.Wait()
	check("sum", total.Load(), int64(c.workers)*sum(share))
}

// pingPong: two goroutines send one value to and fro over two unbuffered channels.
func pingPong(c config) {
	ping, pong := make(chan int), make(chan int)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for range c.n {
			pong <- <-ping
		}
	}()
	total := int64(0)
	for range c.n {
		ping <- 1
		total += int64(<-pong)
	}
	wg.Wait()
	check("sum", total, int64(c.n))
}

// ring: c.workers goroutines pass one token around.
func ring(c config) {
	laps := c.n / c.workers
	seats := make([]chan int, c.workers)
	for i := range seats {
		seats[i] = make(chan int, c.capacity)
	}
	var wg sync.WaitGroup
	wg.Add(c.workers - 1)
	for i := 1; i < c.workers; i++ {
		in, out := seats[i], seats[(i+1)%c.workers]
		go func() {
			defer wg.Done()
			for range laps {
				out <- <-in
			}
		}()
	}
	laid := int64(0)
	for range laps {
		seats[1] <- 1
		laid += int64(<-seats[0])
	}
	wg.Wait()
	check("laps", laid, int64(laps))
}

const end = 0

// primes finds so many by division.
func primes(count int) []int {
	var found []int
	for number := 2; len(found) < count; number++ {
		if !slices.ContainsFunc(found, func(prime int) bool { return number%prime == 0 }) {
			found = append(found, number)
		}
	}
	return found
}

// sieve of c.workers primes: each prime found adds a goroutine that drops its multiples. The
// numbers end with the last prime wanted; a zero after them travels down the
// sieve and ends each goroutine.
func sieve(c config) {
	start := time.Now()
	wanted := primes(c.workers)
	last := wanted[len(wanted)-1]
	untimed += time.Since(start)
	var wg sync.WaitGroup
	numbers := make(chan int, c.capacity)
	source := numbers
	wg.Add(1)
	go func() {
		defer wg.Done()
		for number := 2; number <= last; number++ {
			source <- number
		}
		source <- end
	}()
	for _, want := range wanted {
		prime := <-numbers
		check("prime", int64(prime), int64(want))
		in, out := numbers, make(chan int, c.capacity)
		wg.Add(1)
		go func() {
			defer wg.Done()
			filter(in, out, prime)
		}()
		numbers = out
	}
	check("end", int64(<-numbers), end)
	wg.Wait()
}

func filter(in <-chan int, out chan<- int, prime int) {
	for {
		number := <-in
		if number == end || number%prime != 0 {
			out <- number
		}
		if number == end {
			return
		}
	}
}

// chain: values pass through c.workers channels, one goroutine between each two.
func chain(c config) {
	values := c.n / c.workers
	var wg sync.WaitGroup
	first := make(chan int, c.capacity)
	wg.Add(1)
	go func() {
		defer wg.Done()
		send(first, values)
	}()
	last := first
	for i := 1; i < c.workers; i++ {
		in, out := last, make(chan int, c.capacity)
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range values {
				out <- <-in
			}
		}()
		last = out
	}
	check("sum", receive(last, values), sum(values))
	wg.Wait()
}

// manyPairs: c.workers pairs of goroutines, each with a channel of its own;
// starting them is part of it.
func manyPairs(c config) {
	share := c.n / c.workers
	var total atomic.Int64
	var wg sync.WaitGroup
	for range c.workers {
		ch := make(chan int, c.capacity)
		wg.Add(2)
		go func() {
			defer wg.Done()
			send(ch, share)
		}()
		go func() {
			defer wg.Done()
			total.Add(receive(ch, share))
		}()
	}
	wg.Wait()
	check("sum", total.Load(), int64(c.workers)*sum(share))
}

// pair: one goroutine sends one value and receives it.
func pair(c config) {
	ch := make(chan int, c.capacity)
	total := int64(0)
	for range c.n {
		ch <- 1
		total += int64(<-ch)
	}
	check("sum", total, int64(c.n))
}

// tryPair: one goroutine sends one value and receives it, by selects with a default.
func tryPair(c config) {
	ch := make(chan int, c.capacity)
	total := int64(0)
	for range c.n {
		select {
		case ch <- 1:
			select {
			case v := <-ch:
				total += int64(v)
			default:
			}
		default:
		}
	}
	check("sum", total, int64(c.n))
}

// tryEmpty: one goroutine looks for a value in vain, by a select with a default.
func tryEmpty(c config) {
	ch := make(chan int, c.capacity)
	misses := int64(0)
	for range c.n {
		select {
		case <-ch:
		default:
			misses++
		}
	}
	check("misses", misses, int64(c.n))
}

// recent keeps the newest channels for a while, so that none is optimized away.
var recent [64]chan int

// makeChannels: one goroutine makes channels.
func makeChannels(c config) {
	for i := range c.n {
		recent[i%len(recent)] = make(chan int, c.capacity)
	}
}
