package main

import (
	"fmt"
	"sync"
)

// selectAny: one goroutine selects from c.workers channels, each with a sender
// that never pauses.
func selectAny(c config) {
	channels := open(c)
	share := c.n / c.workers
	var wg sync.WaitGroup
	wg.Add(c.workers)
	for _, ch := range channels {
		go func() {
			defer wg.Done()
			send(ch, share)
		}()
	}
	total := selectOf(c.workers)(channels, c.n)
	wg.Wait()
	check("sum", total, int64(c.workers)*sum(share))
}

// selectOne: one goroutine selects from c.workers channels, of which the last has a sender.
func selectOne(c config) {
	channels := open(c)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		send(channels[c.workers-1], c.n)
	}()
	total := selectOf(c.workers)(channels, c.n)
	wg.Wait()
	check("sum", total, sum(c.n))
}

//go:generate go run ./internal/selects

func selectOf(cases int) func(c []chan int, count int) int64 {
	chosen := selects[cases]
	if chosen == nil {
		panic(fmt.Sprintf("no select with %d cases", cases))
	}
	return chosen
}

// selectDefault: one goroutine selects from c.workers empty channels in vain.
func selectDefault(c config) {
	channels := open(c)
	misses := 0
	switch c.workers {
	case 1:
		misses = misses1(channels, c.n)
	case 2:
		misses = misses2(channels, c.n)
	default:
		panic(fmt.Sprintf("no select with %d cases and default", c.workers))
	}
	check("misses", int64(misses), int64(c.n))
}

func open(c config) []chan int {
	channels := make([]chan int, c.workers)
	for i := range channels {
		channels[i] = make(chan int, c.capacity)
	}
	return channels
}

func misses1(c []chan int, count int) int {
	misses := 0
	for range count {
		select {
		case <-c[0]:
		default:
			misses++
		}
	}
	return misses
}

func misses2(c []chan int, count int) int {
	misses := 0
	for range count {
		select {
		case <-c[0]:
		case <-c[1]:
		default:
			misses++
		}
	}
	return misses
}
