package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// stride from one channel to the next: prime, so that each has its turn, and far in memory.
const stride = 7919

var pipes []chan int

// manyChannels: one goroutine sends a value to each of c.workers channels in turn and receives it there.
func manyChannels(c config) {
	for i := len(pipes); i < c.workers; i++ {
		pipes = append(pipes, make(chan int, c.capacity))
	}
	total := int64(0)
	next := 0
	for range c.n {
		pipe := pipes[next]
		pipe <- 1
		total += int64(<-pipe)
		next = (next + stride) % len(pipes)
	}
	check("sum", total, int64(c.n))
}

var (
	waited   chan int
	received atomic.Int64
)

// wake: one goroutine sends, c.workers wait for a value; each that has got one waits again.
func wake(c config) {
	if waited == nil {
		start := time.Now()
		waited = make(chan int, c.capacity)
		park(c.workers, func() {
			for value := range waited {
				received.Add(int64(value))
			}
		})
		untimed += time.Since(start)
	}
	before := received.Load()
	for range c.n {
		waited <- 1
	}
	for received.Load() < before+int64(c.n) {
		runtime.Gosched()
	}
	check("received", received.Load(), before+int64(c.n))
}

// closeAll: c.n goroutines wait at channels, c.capacity at each, which are closed; starting them is not measured.
func closeAll(c config) {
	start := time.Now()
	gates := make([]chan int, c.n/c.capacity)
	for i := range gates {
		gates[i] = make(chan int)
	}
	var wg sync.WaitGroup
	wg.Add(c.n)
	next := atomic.Int64{}
	park(c.n, func() {
		defer wg.Done()
		value, open := <-gates[int(next.Add(1)-1)/c.capacity]
		if value != 0 || open {
			panic("a value from a channel that is only closed")
		}
	})
	untimed += time.Since(start)
	for _, gate := range gates {
		close(gate)
	}
	wg.Wait()
}

// park starts goroutines that wait at once, and returns when all do.
func park(count int, wait func()) {
	var started atomic.Int64
	for range count {
		go func() {
			started.Add(1)
			wait()
		}()
	}
	for started.Load() < int64(count) {
		runtime.Gosched()
	}
	time.Sleep(10 * time.Millisecond) // for those between the count and the wait
}

var parent context.Context

// siblings: as derivecancel, beside c.capacity children of the parent that live on.
func siblings(c config) {
	if parent == nil {
		start := time.Now()
		ctx, cancel := context.WithCancel(context.Background())
		runtime.KeepAlive(cancel)
		for range c.capacity {
			_, cancelChild := context.WithCancel(ctx)
			runtime.KeepAlive(cancelChild)
		}
		parent = ctx
		untimed += time.Since(start)
	}
	deriveAndCancelBelow(parent, c.n)
}

// channelBytes makes c.workers channels and uses each once; returns what one takes of the heap.
func channelBytes(c config) float64 {
	channels := make([]chan int, c.workers)
	before := heap()
	for i := range channels {
		channels[i] = make(chan int, c.capacity)
		channels[i] <- 1
		check("value", int64(<-channels[i]), 1)
	}
	each := float64(heap()-before) / float64(c.workers)
	runtime.KeepAlive(channels)
	return each
}

// parkedHeap parks c.workers goroutines; returns what one takes of heap and stack.
func parkedHeap(c config) float64 {
	return parked(c.workers, heap)
}

// parkedResident does the same; returns what one takes of the memory of the process.
func parkedResident(c config) float64 {
	return parked(c.workers, resident)
}

func parked(count int, used func() int64) float64 {
	nothing := make(chan int)
	before := used()
	park(count, func() { <-nothing })
	return float64(used()-before) / float64(count)
}

// heap is what lives there after a collection, and the stacks.
func heap() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc + stats.StackInuse)
}

// resident is the memory of the process, as the system counts it.
func resident() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic("resident memory is known on Linux only: " + err.Error())
	}
	kilobytes := int64(0)
	for _, line := range strings.Split(string(status), "\n") {
		if strings.HasPrefix(line, "VmRSS:") {
			if _, err := fmt.Sscanf(line, "VmRSS: %d kB", &kilobytes); err != nil {
				panic(err)
			}
		}
	}
	return 1024 * kilobytes
}
