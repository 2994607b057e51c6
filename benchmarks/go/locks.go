package main

import (
	"context"
	"sync"
	"sync/atomic"
)

// compute is some computing, in rounds of about a nanosecond.
func compute(seed uint32, rounds int) uint32 {
	x := seed
	for range rounds {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
	}
	return x
}

var (
	mutex   sync.Mutex
	rwMutex sync.RWMutex
	holds   int
	sink    atomic.Uint32
)

// uncontended: one goroutine, which finds the lock free.
func uncontended(c config) {
	holds = 0
	for range c.n {
		mutex.Lock()
		holds++
		mutex.Unlock()
	}
	check("holds", int64(holds), int64(c.n))
}

// contended: c.workers goroutines want the lock, for c.capacity rounds of computing.
func contended(c config) {
	share := c.n / c.workers
	outside := 2 * c.capacity
	if c.capacity < 10 {
		outside = 5 * c.capacity
	}
	holds = 0
	state := uint32(1)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for seed := range c.workers {
		wg.Go(func() {
			<-start
			x := uint32(seed + 1)
			for range share {
				mutex.Lock()
				holds++
				state = compute(state, c.capacity)
				mutex.Unlock()
				x = compute(x, outside)
			}
			sink.Add(x)
		})
	}
	close(start)
	wg.Wait()
	sink.Add(state)
	check("holds", int64(holds), int64(share*c.workers))
}

// readAndWrite: two variables that writers change together, c.capacity times in
// a hundred, and readers compare.
func readAndWrite(c config) {
	share := c.n / c.workers
	left, right := 0, 0
	var writes atomic.Int64
	start := make(chan struct{})
	var wg sync.WaitGroup
	for seed := range c.workers {
		wg.Go(func() {
			<-start
			x := uint32(seed+1) * 7919
			for range share {
				x = compute(x, 1)
				if int(x>>1)%100 < c.capacity {
					rwMutex.Lock()
					left++
					right++
					rwMutex.Unlock()
					writes.Add(1)
				} else {
					rwMutex.RLock()
					torn := left - right
					rwMutex.RUnlock()
					check("torn", int64(torn), 0)
				}
			}
		})
	}
	close(start)
	wg.Wait()
	check("left", int64(left), writes.Load())
	check("right", int64(right), writes.Load())
}

// startAndAwait: c.capacity tasks, each in a goroutine of its own, are waited for.
func startAndAwait(c config) {
	for range c.n {
		results := make([]int, c.capacity)
		var wg sync.WaitGroup
		for i := range results {
			wg.Go(func() { results[i] = 1 })
		}
		wg.Wait()
		total := 0
		for _, result := range results {
			total += result
		}
		check("results", int64(total), int64(c.capacity))
	}
}

// errGroup: as startAndAwait, with tasks that might fail: at most c.workers at once, if there is more
// than one. The standard library has no such group: one of a WaitGroup, a Once and a channel.
func errGroup(c config) {
	for range c.n {
		results := make([]int, c.capacity)
		ctx, cancel := context.WithCancelCause(context.Background())
		var wg sync.WaitGroup
		var once sync.Once
		var first error
		var places chan struct{}
		if c.workers > 1 {
			places = make(chan struct{}, c.workers)
		}
		run := func(task func() error) {
			if places != nil {
				places <- struct{}{}
			}
			wg.Add(1)
			go func() {
				defer func() {
					if places != nil {
						<-places
					}
					wg.Done()
				}()
				if err := task(); err != nil {
					once.Do(func() {
						first = err
						cancel(err)
					})
				}
			}()
		}
		for i := range results {
			run(func() error {
				results[i] = 1
				return ctx.Err()
			})
		}
		wg.Wait()
		cancel(first)
		if first != nil {
			panic(first)
		}
		total := 0
		for _, result := range results {
			total += result
		}
		check("results", int64(total), int64(c.capacity))
	}
}

var onceValue = sync.OnceValue(func() int { return 1 })

// once asks for a value that has been computed.
func once(c config) {
	total := 0
	for range c.n {
		total += onceValue()
	}
	check("sum", int64(total), int64(c.n))
}

var (
	onceRuns int
	onceDo   sync.Once
)

// runOnce runs an action before each use.
func runOnce(c config) {
	for range c.n {
		onceDo.Do(func() { onceRuns++ })
	}
	check("runs", int64(onceRuns), 1)
}

var buffers = sync.Pool{New: func() any { return new([4096]byte) }}

// pooled: c.workers goroutines take a buffer, write to it and give it back.
func pooled(c config) {
	share := c.n / c.workers
	var uses atomic.Int64
	start := make(chan struct{})
	var wg sync.WaitGroup
	for range c.workers {
		wg.Go(func() {
			<-start
			count := 0
			for i := range share {
				buffer := buffers.Get().(*[4096]byte)
				buffer[0] = byte(i)
				buffer[4095] = byte(i)
				if buffer[i&4095] == byte(i) || i&4095 != 0 {
					count++
				}
				buffers.Put(buffer)
			}
			uses.Add(int64(count))
		})
	}
	close(start)
	wg.Wait()
	check("uses", uses.Load(), int64(share*c.workers))
}
