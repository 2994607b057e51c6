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
	total := int64(0)
	switch c.workers {
	case 2:
		total = select2(channels, c.n)
	case 5:
		total = select5(channels, c.n)
	case 8:
		total = select8(channels, c.n)
	default:
		panic(fmt.Sprintf("no select with %d cases", c.workers))
	}
	wg.Wait()
	check("sum", total, int64(c.workers)*sum(share))
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

func select2(c []chan int, count int) int64 {
	sum := int64(0)
	for range count {
		select {
		case v := <-c[0]:
			sum += int64(v)
		case v := <-c[1]:
			sum += int64(v)
		}
	}
	return sum
}

func select5(c []chan int, count int) int64 {
	sum := int64(0)
	for range count {
		select {
		case v := <-c[0]:
			sum += int64(v)
		case v := <-c[1]:
			sum += int64(v)
		case v := <-c[2]:
			sum += int64(v)
		case v := <-c[3]:
			sum += int64(v)
		case v := <-c[4]:
			sum += int64(v)
		}
	}
	return sum
}

func select8(c []chan int, count int) int64 {
	sum := int64(0)
	for range count {
		select {
		case v := <-c[0]:
			sum += int64(v)
		case v := <-c[1]:
			sum += int64(v)
		case v := <-c[2]:
			sum += int64(v)
		case v := <-c[3]:
			sum += int64(v)
		case v := <-c[4]:
			sum += int64(v)
		case v := <-c[5]:
			sum += int64(v)
		case v := <-c[6]:
			sum += int64(v)
		case v := <-c[7]:
			sum += int64(v)
		}
	}
	return sum
}
