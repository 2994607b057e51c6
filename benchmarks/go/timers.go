package main

import (
	"sync"
	"sync/atomic"
	"time"
)

// delay is never reached, and another one for each of a million timers in a row.
func delay(i int) time.Duration {
	return time.Hour + time.Duration(uint32(i)*2654435761>>8)*200*time.Microsecond
}

func rang() { panic("rang") }

// pending are timers that lie about while others are set and cancelled.
var pending []*time.Timer

// setAndCancel: c.workers goroutines set timers and cancel each at once, while
// c.capacity others are pending.
func setAndCancel(c config) {
	for i := len(pending); i < c.capacity; i++ {
		pending = append(pending, time.AfterFunc(delay(i), rang))
	}
	share := c.n / c.workers
	var total atomic.Int64
	var wg sync.WaitGroup
	wg.Add(c.workers)
	for range c.workers {
		go func() {
			defer wg.Done()
			cancelled := int64(0)
			for i := range share {
				if time.AfterFunc(delay(i), rang).Stop() {
					cancelled++
				}
			}
			total.Add(cancelled)
		}()
	}
	wg.Wait()
	check("cancelled", total.Load(), int64(share*c.workers))
}

// setAllThenCancelAll: one goroutine sets all timers, then cancels them in the same order.
func setAllThenCancelAll(c config) {
	timers := make([]*time.Timer, c.n)
	for i := range timers {
		timers[i] = time.AfterFunc(delay(i), rang)
	}
	cancelled := int64(0)
	for _, timer := range timers {
		if timer.Stop() {
			cancelled++
		}
	}
	check("cancelled", cancelled, int64(c.n))
}
