package main

import (
	"sync"
	"sync/atomic"
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
